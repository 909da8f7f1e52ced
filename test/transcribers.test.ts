import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createAwsTranscriber } from "../src/adapters/aws/transcribe/transcriber.ts";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { createElevenLabsTranscriber } from "../src/adapters/speech/elevenlabs-transcriber.ts";
import { createLameEncoder } from "../src/adapters/wasm/mp3-encoder.ts";
import { createSherpaTranscriber } from "../src/adapters/wasm/transcriber.ts";
import { readEnv } from "../src/main/env.ts";
import { localTranscriber } from "../src/main/local-transcriber.ts";
import { transcriberOf } from "../src/main/transcriber-of.ts";
import { transcriberContract } from "../src/ports/transcriber.contract.ts";
import { makeToneModel, toneSpeech } from "./audio/tone-model.ts";
import { signedTo } from "./emulators/signed-to.ts";
import { startTranscribe } from "./emulators/transcribe.ts";
import { startVoiceServices } from "./emulators/voice-services.ts";

let aws: Awaited<ReturnType<typeof startTranscribe>>;
let services: Awaited<ReturnType<typeof startVoiceServices>>;
let byModel: Awaited<ReturnType<typeof localTranscriber>>;
let folder: string;
const encoder = createLameEncoder();
beforeAll(async () => {
  [aws, services] = await Promise.all([startTranscribe(), startVoiceServices()]);
  folder = await mkdtemp(join(tmpdir(), "transcribers-"));
  await writeFile(join(folder, "speech.mp3"), "somebody speaks");
  await writeFile(join(folder, "silence.mp3"), "nobody speaks: silence");
  await writeTones("tones", [...onceUponATime, ["The", 5], ["end", 5.5], [".", 6]], 10);
  await writeTones("no-tones", [], 10);
  await writeTones("long", oftenNear, longSeconds);
  byModel = await localTranscriber(await makeToneModel(join(folder, "model")), { DATA_DIR: folder });
});
beforeEach(() => services.answerWith(undefined));
afterAll(async () => {
  await Promise.all([aws, services, byModel, encoder].map((each) => each[Symbol.asyncDispose]()));
  await rm(folder, { recursive: true });
});

const onceUponATime = [
  ["Once", 1],
  ["upon", 1.5],
  ["a", 2],
  ["time", 2.5],
  [".", 3],
] as const;
const longSeconds = 120;
const oftenNear = Array.from({ length: 20 }, (_, at) => ["near", at * 6 + 2] as const);
async function writeTones(name: string, said: Parameters<typeof toneSpeech>[0], seconds: number) {
  const bytes = await encoder.encode(toneSpeech(said, seconds), { bitrateKbps: 64 });
  await writeFile(join(folder, `${name}.mp3`), bytes);
}

const recording = (name: string) => ({
  fileKey: `audio/${name}.mp3`,
  codec: "mp3" as const,
  seconds: 10,
  path: async () => join(folder, `${name}.mp3`),
});
const recordings = { speech: () => recording("speech"), silence: () => recording("silence") };
const clock = { ...fixedClock(0), sleep: async () => {} };
const byAws = () => createAwsTranscriber({ call: signedTo(() => aws.endpoint), bucket: "the-bucket", clock });
const byElevenLabs = (key = services.key) => createElevenLabsTranscriber({ key, url: services.url });
const { signal } = new AbortController();

transcriberContract("Amazon Transcribe", byAws, recordings);
transcriberContract("ElevenLabs", byElevenLabs, recordings);
transcriberContract("a model of sherpa-onnx", () => byModel, {
  speech: () => recording("tones"),
  silence: () => recording("no-tones"),
});

test("a run that was cut off at Amazon is gone on with, and what was heard is taken away there", async () => {
  await byAws().transcribe({ ...recording("speech"), id: "job-1", signal });
  expect(aws.jobs.size).toBe(0);
  aws.jobs.set("yoto-smart-stream-job-2", {
    uri: "s3://the-bucket/audio/speech.mp3",
    language: "de-DE",
    looks: 1,
  });
  const written = await byAws().transcribe({ ...recording("speech"), id: "job-2", signal });
  expect(written).toMatchObject({ ok: true, language: "de-DE", lines: [{}, {}] });
});

test("Amazon is told the language and which file of the bucket it is; what it cannot do is told in a sentence", async () => {
  const asked = { ...recording("speech"), id: "job-3", language: "fr-FR", signal };
  expect(await byAws().transcribe(asked)).toMatchObject({ ok: true, language: "fr-FR" });
  const why = async (more: object) => {
    const written = await byAws().transcribe({ ...recording("speech"), id: "job-4", signal, ...more });
    return written.ok ? "" : `${written.why} ${written.hint}`;
  };
  expect(await why({ fileKey: "audio/broken.mp3" })).toContain("The media format is not valid");
  expect(await why({ fileKey: "audio/forbidden.mp3" })).toContain("--transcripts");
  expect(await why({ codec: "aac" })).toContain("Trim it once");
  expect(await why({ seconds: 5 * 3600 })).toContain("Split the recording");
});

test("ElevenLabs' refusals say what to do", async () => {
  const asked = { ...recording("speech"), id: "job-5", signal };
  await expect(byElevenLabs("wrong").transcribe(asked)).rejects.toThrow("check ELEVENLABS_API_KEY");
  services.answerWith(429);
  await expect(byElevenLabs().transcribe(asked)).rejects.toThrow("limit or credit is used up");
});

test("a model hears a long recording in parts: every word at its time, and it tells how far it is", async () => {
  const shares: number[] = [];
  const asked = { ...recording("long"), seconds: longSeconds, id: "job-6", signal };
  const written = await byModel.transcribe({ ...asked, onProgress: (share) => shares.push(share) });
  const lines = written.ok ? written.lines : [];
  expect(lines.map(({ text }) => text)).toEqual(oftenNear.map(() => "near"));
  for (const [at, { startSeconds }] of lines.entries())
    expect(Math.abs(startSeconds - (oftenNear[at]?.[1] ?? 0))).toBeLessThan(0.15);
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual(shares.toSorted((one, other) => one - other));
});

test("a model that listens can be stopped, and listens to the next", async () => {
  const abort = new AbortController();
  const asked = { ...recording("long"), id: "job-7", signal: abort.signal };
  const stopped = byModel.transcribe({
    ...asked,
    onProgress: () => abort.abort(new Error("changed my mind")),
  });
  await expect(stopped).rejects.toThrow("changed my mind");
  const next = await byModel.transcribe({ ...recording("tones"), id: "job-8", signal });
  expect(next).toMatchObject({ ok: true, lines: [{}, {}] });
});

test("stopped in the middle, a model goes on where it was, and hears nothing twice", async () => {
  const abort = new AbortController();
  const asked = { ...recording("long"), id: "job-11" };
  const heardSoFar = join(folder, "heard/job-11.jsonl");
  const stopped = byModel.transcribe({
    ...asked,
    signal: abort.signal,
    onProgress: (share) => share > 0.5 && abort.abort(new Error("power cut")),
  });
  await expect(stopped).rejects.toThrow("power cut");
  const windows = (await readFile(heardSoFar, "utf8")).trim().split("\n").length;
  await appendFile(heardSoFar, '{"words":[{"te'); // as a kill leaves it
  // From here on nothing can be heard: all that is there was heard before.
  const deaf = await makeToneModel(join(folder, "deaf"), { isDeaf: true });
  await using other = await localTranscriber(deaf, { DATA_DIR: folder });
  const written = await other.transcribe({ ...asked, signal });
  const lines = written.ok ? written.lines : [];
  expect(windows).toBeGreaterThan(0);
  expect(lines.length).toBeGreaterThanOrEqual(windows);
  expect(lines.length).toBeLessThan(oftenNear.length);
  expect(lines[0]?.startSeconds).toBeCloseTo(2, 0);
  await expect(readFile(heardSoFar)).rejects.toThrow("ENOENT");
});

test("what a model cannot hear is told with what to do; a broken model is trouble that passes", async () => {
  await writeFile(join(folder, "coded.mp3"), Buffer.from("fff15080", "hex"));
  const coded = await byModel.transcribe({ ...recording("coded"), codec: "aac", id: "job-9", signal });
  expect(coded).toMatchObject({ ok: false, hint: expect.stringContaining("FFMPEG") });
  const model = await makeToneModel(join(folder, "broken"));
  await using broken = await localTranscriber(model, { DATA_DIR: folder });
  await writeFile(join(model, "model.onnx"), "broken");
  const asked = { ...recording("tones"), id: "job-10", signal };
  await expect(broken.transcribe(asked)).rejects.toThrow("SHERPA_ONNX_MODEL");
  await using english = createSherpaTranscriber(
    { kind: "whisper", config: {}, languages: ["en"] },
    { folder },
  );
  expect(await english.transcribe({ ...asked, language: "fr-FR" })).toMatchObject({
    ok: false,
    why: expect.stringContaining("does not know this language"),
  });
});

test("nobody listens unless it is set, and what is set half is told at the start", async () => {
  expect(await transcriberOf(readEnv({ ELEVENLABS_API_KEY: "k" }))).toBeUndefined();
  await expect(transcriberOf(readEnv({ TRANSCRIBER: "elevenlabs" }))).rejects.toThrow("ELEVENLABS_API_KEY");
  await expect(transcriberOf(readEnv({ TRANSCRIBER: "aws" }))).rejects.toThrow("only on AWS");
  await expect(transcriberOf(readEnv({ TRANSCRIBER: "sherpa-onnx" }))).rejects.toThrow("only at home");
  const atHome = (model: string) => localTranscriber(model, { DATA_DIR: folder });
  const asked = (model: object) =>
    transcriberOf(readEnv({ TRANSCRIBER: "sherpa-onnx", ...model }), { atHome });
  await expect(asked({})).rejects.toThrow("needs SHERPA_ONNX_MODEL");
  await expect(asked({ SHERPA_ONNX_MODEL: join(folder, "nowhere") })).rejects.toThrow("unpack a model there");
  expect(() => readEnv({ TRANSCRIBER: "me" })).toThrow("must be elevenlabs, aws or sherpa-onnx");
});
