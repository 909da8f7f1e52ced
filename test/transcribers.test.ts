import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createAwsTranscriber } from "../src/adapters/aws/transcribe/transcriber.ts";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { createElevenLabsTranscriber } from "../src/adapters/speech/elevenlabs-transcriber.ts";
import { readEnv } from "../src/main/env.ts";
import { transcriberOf } from "../src/main/transcriber-of.ts";
import { transcriberContract } from "../src/ports/transcriber.contract.ts";
import { signedTo } from "./emulators/signed-to.ts";
import { startTranscribe } from "./emulators/transcribe.ts";
import { startVoiceServices } from "./emulators/voice-services.ts";

let aws: Awaited<ReturnType<typeof startTranscribe>>;
let services: Awaited<ReturnType<typeof startVoiceServices>>;
let folder: string;
beforeAll(async () => {
  [aws, services] = await Promise.all([startTranscribe(), startVoiceServices()]);
  folder = await mkdtemp(join(tmpdir(), "transcribers-"));
  await writeFile(join(folder, "speech.mp3"), "somebody speaks");
  await writeFile(join(folder, "silence.mp3"), "nobody speaks: silence");
});
beforeEach(() => services.answerWith(undefined));
afterAll(async () => {
  await Promise.all([aws[Symbol.asyncDispose](), services[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true });
});

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

test("nobody listens unless it is set, and what is set half is told at the start", async () => {
  expect(await transcriberOf(readEnv({ ELEVENLABS_API_KEY: "k" }))).toBeUndefined();
  await expect(transcriberOf(readEnv({ TRANSCRIBER: "elevenlabs" }))).rejects.toThrow("ELEVENLABS_API_KEY");
  await expect(transcriberOf(readEnv({ TRANSCRIBER: "aws" }))).rejects.toThrow("only on AWS");
  expect(() => readEnv({ TRANSCRIBER: "me" })).toThrow("must be elevenlabs or aws");
});
