import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { makeToneModel, type ToneWord, toneSpeech } from "../../../test/audio/tone-model.ts";
import { convertingHouses } from "../../../test/http/converting-houses.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { audioMakingCommands } from "../../cli/audio-making.ts";
import { localTranscriber } from "../../main/local-transcriber.ts";
import type { Transcriber } from "../../ports/transcriber.ts";

const { aHouse, opened } = convertingHouses();
let listener: Transcriber;
let encoder: ReturnType<typeof createLameEncoder>;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "words-"));
  const listening = await localTranscriber(await makeToneModel(folder), { DATA_DIR: folder });
  encoder = createLameEncoder();
  opened.push(async () => {
    await Promise.all([listening, encoder].map((each) => each[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  });
  listener = listening;
});

type House = Awaited<ReturnType<typeof aHouse>>;

/** Brings a recording in whose words are tones. */
async function brought(house: House, name: string, ...words: readonly ToneWord[]): Promise<string> {
  const said = words.map((word, at) => [word, 1 + at] as const);
  const body = await encoder.encode(toneSpeech(said, 8), { bitrateKbps: 64 });
  const { body: taken } = await house.json("PUT", `/api/audio?name=${name}.mp3`, {
    body: new Uint8Array(body),
  });
  return taken.audio.id;
}

test("what is said is written down by a job, shown with times, and found", async () => {
  const house = await aHouse(listener);
  const { json, done } = house;
  const { features } = (await json("GET", "/api/settings")).body;
  expect(features).toMatchObject({ transcripts: true, transcriber: "sherpa-onnx" });
  const id = await brought(house, "one", "The", "end", "is", "near", ".");
  await brought(house, "two", "Once", "upon");
  const words = `/api/audio/${id}/transcript`;
  expect((await json("GET", words)).status).toBe(404);
  const ordered = await json("POST", words, { json: {} });
  expect(ordered.status).toBe(202);
  expect(await done(ordered.body.id)).toMatchObject({ state: "done", result: { audioId: id, lines: 1 } });
  const { body: transcript } = await json("GET", words);
  expect(transcript).toMatchObject({ by: "sherpa-onnx-ctc", lines: [{ text: "The end is near." }] });
  expect(transcript.lines[0].startSeconds).toBeCloseTo(1, 0);
  expect((await json("GET", `/api/audio/${id}`)).body.transcriptBy).toBe("sherpa-onnx-ctc");
  const found = (await json("GET", "/api/audio?q=near")).body.items;
  expect(found.map((item: { id: string }) => item.id)).toEqual([id]);

  // Asked again it is heard anew and stands there once.
  await done((await json("POST", words, { json: { language: "en-GB" } })).body.id);
  expect((await json("GET", words)).body.lines).toEqual(transcript.lines);
});

test("on the command line: words are written down and shown with times", async () => {
  const house = await aHouse(listener);
  const id = await brought(house, "one", "Once", "upon", "a", "time");
  const run = house.terminal(audioMakingCommands);
  expect(await run("audio", "words", id)).toMatch(/^! /);
  expect(await run("audio", "words", id, "--write")).toMatch(/0:0[01] {2}Once upon a time$/);
});

test("where nobody listens, and where there is nothing to listen to, a sentence says so", async () => {
  const house = await aHouse();
  const { json, done } = house;
  expect((await json("GET", "/api/settings")).body.features).toMatchObject({ transcripts: false });
  const id = await brought(house, "one", "Once");
  const refused = await json("POST", `/api/audio/${id}/transcript`, { json: {} });
  expect([refused.status, refused.body.error.code]).toEqual([501, "no-transcriber"]);
  expect(refused.body.error.message).toContain("docs/making.md");
  expect((await json("POST", "/api/audio/nothing/transcript", { json: {} })).status).toBe(404);

  const spoken = await json("POST", "/api/audio/speak", { json: { text: "Here I am.", title: "Mine" } });
  const own = spoken.body.audio?.id ?? (await done(spoken.body.job.id)).result.audioId;
  const known = await json("POST", `/api/audio/${own}/transcript`, { json: {} });
  expect([known.status, known.body.error.code]).toEqual([409, "has-its-text"]);
  expect((await json("GET", `/api/audio/${own}/transcript`)).body.lines).toMatchObject([
    { text: "Here I am." },
  ]);
});

test("a recording that is deleted while somebody listens ends the job in a sentence", async () => {
  const listening = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow: Transcriber = {
    engine: listener.engine,
    async transcribe(recording) {
      listening.resolve();
      await goOn.promise;
      return listener.transcribe(recording);
    },
  };
  const house = await aHouse(slow);
  const { json, done } = house;
  const id = await brought(house, "one", "Once");
  const ordered = await json("POST", `/api/audio/${id}/transcript`, { json: {} });
  await listening.promise;
  await json("POST", "/api/audio/trash", { json: { ids: [id] } });
  await json("POST", "/api/audio/trash/empty", { json: {} });
  goOn.resolve();
  expect(await done(ordered.body.id)).toMatchObject({
    state: "failed",
    note: expect.stringContaining("no longer"),
  });
  expect((await json("GET", `/api/audio/${id}/transcript`)).status).toBe(404);
});

test("cancelled, a job writes nothing down", async () => {
  const waits: Transcriber = {
    engine: listener.engine,
    transcribe: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  };
  const house = await aHouse(waits);
  const { json, done } = house;
  const id = await brought(house, "one", "Once");
  const { body: job } = await json("POST", `/api/audio/${id}/transcript`, { json: {} });
  await house.ask("POST", `/api/jobs/${job.id}/cancel`);
  expect(await done(job.id)).toMatchObject({ state: "cancelled" });
  expect((await json("GET", `/api/audio/${id}/transcript`)).status).toBe(404);
});
