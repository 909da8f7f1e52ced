import { expect, test } from "vitest";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { Audio } from "../../domain/audio/audio.ts";
import { AudioId } from "../../domain/ids.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createAudioFinder } from "./find-audio.ts";

function aPiece(number: number, some: Partial<Audio> = {}): Audio {
  return {
    id: AudioId(`piece${number}`),
    title: `Piece ${number}`,
    originalName: `${number}.mp3`,
    fileKey: `audio/piece${number}.mp3`,
    bytes: 417,
    seconds: 1,
    sha256: String(number).padStart(64, "0"),
    format: { codec: "mp3", sampleRateHz: 44_100, channels: "mono", bitrateKbps: 64, constantBitrate: true },
    index: { frames: 1, samplesPerFrame: 1152, bytes: 417, places: { by: "padding", phase: 0 } },
    addedAtMs: Date.UTC(2030, 0, 1) + number,
    tags: [],
    ...some,
  };
}

function aLibrary() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const audio = createAudioLibrary({ table: createMemoryTable(clock), clock });
  const liveUpdates = createLiveUpdates();
  let count = 0;
  const counted = {
    ...audio,
    all: () => {
      count += 1;
      return audio.all();
    },
  };
  const finder = createAudioFinder({
    audio: counted,
    liveUpdates,
    clock,
    signal: new AbortController().signal,
  });
  const add = async (piece: Audio) => {
    await audio.add(piece);
    liveUpdates.publish({ of: "audio", audioIds: [piece.id] });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const titles = async (question: string) =>
    (await finder.find(question, { limit: 100, from: 0 })).audio.map(({ title }) => title);
  const tell = async (audioIds: readonly AudioId[] | undefined) => {
    liveUpdates.publish({ of: "audio", ...(audioIds && { audioIds }) });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { add, titles, finder, audio, tell, reads: () => count };
}

test("warmed, the first search does not read the library any more", async () => {
  const { add, finder, titles, reads } = aLibrary();
  await add(aPiece(1, { title: "The fox" }));
  await finder.warm();
  const before = reads();
  expect(await titles("fox")).toEqual(["The fox"]);
  expect([before, reads()]).toEqual([1, 1]);
});

test("every word must be somewhere: title, tags, artist, album or chapter, whatever accents and case", async () => {
  const { add, titles } = aLibrary();
  await add(aPiece(1, { title: "Der Fuchs", artist: "Zoë Müller", tags: ["bedtime"] }));
  await add(aPiece(2, { title: "Die Höhle", chapters: [{ title: "Ein Fuchs kommt", startSeconds: 0 }] }));
  await add(aPiece(3, { title: "Wal", album: "Tiere" }));
  expect(await titles("fuchs")).toEqual(["Der Fuchs", "Die Höhle"]);
  expect(await titles("zoe FUCHS")).toEqual(["Der Fuchs"]);
  expect(await titles("hohle")).toEqual(["Die Höhle"]);
  expect(await titles("bedtime wal")).toEqual([]);
});

test("what was added a moment ago is found, the newest first, page by page", async () => {
  const { add, titles, finder } = aLibrary();
  await add(aPiece(1));
  expect(await titles("piece")).toEqual(["Piece 1"]);
  await add(aPiece(2));
  expect(await titles("piece")).toEqual(["Piece 2", "Piece 1"]);
  const first = await finder.find("piece", { limit: 1, from: 0 });
  expect(first).toMatchObject({ audio: [{ title: "Piece 2" }], next: 1 });
  expect(await finder.find("piece", { limit: 1, from: 1 })).toEqual({
    audio: [expect.objectContaining({ title: "Piece 1" })],
  });
});

test("what was renamed is found by its new name only, in its old place; what was deleted is not found", async () => {
  const { add, titles, audio, tell } = aLibrary();
  for (const number of [1, 2, 3]) await add(aPiece(number));
  expect(await titles("piece")).toEqual(["Piece 3", "Piece 2", "Piece 1"]);
  const found = await audio.get(AudioId("piece2"));
  if (found) await audio.save({ ...found.value, title: "Piece two" }, found.version);
  await tell([AudioId("piece2")]);
  expect(await titles("piece")).toEqual(["Piece 3", "Piece two", "Piece 1"]);
  await audio.delete(AudioId("piece3"));
  await tell([AudioId("piece3")]);
  expect(await titles("piece")).toEqual(["Piece two", "Piece 1"]);
  await audio.delete(AudioId("piece1"));
  await tell(undefined);
  expect(await titles("piece")).toEqual(["Piece two"]);
});

test("ten thousand pieces are searched in a moment", async () => {
  const { audio, finder } = aLibrary();
  for (let number = 0; number < 10_000; number += 1)
    await audio.add(aPiece(number, { album: `Album ${number % 97}` }));
  await finder.find("anything", { limit: 50, from: 0 });
  const startedMs = performance.now();
  const found = await finder.find("album 42 piece", { limit: 50, from: 0 });
  expect(found.audio.length).toBe(50);
  expect(performance.now() - startedMs).toBeLessThan(150);
}, 20_000);
