import { describe, expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { Audio } from "../../domain/audio/audio.ts";
import { AudioId } from "../../domain/ids.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createSearchNotes } from "../../stores/search-notes.ts";
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
  const table = createMemoryTable(clock);
  const audio = createAudioLibrary({ table, clock });
  const files = createMemoryAudioFiles();
  const chance = seededChance(1);
  const warnings: string[] = [];
  const tell = (fact: string) => void warnings.push(fact);
  const log = { debug: tell, info: tell, warn: tell, error: tell };
  let count = 0;
  const counted = {
    ...audio,
    all: () => {
      count += 1;
      return audio.all();
    },
  };
  /** As in a process of its own: it shares the table and the files, nothing else. */
  const aFinder = () => {
    const searchNotes = createSearchNotes({ table, clock });
    return createAudioFinder({ audio: counted, searchNotes, files, clock, chance, log });
  };
  const finder = aFinder();
  const titlesBy = async (by: typeof finder, question: string) =>
    (await by.find(question, { limit: 100, from: 0 })).audio.map(({ title }) => title);
  const keptFiles = async () => (await files.list("search/")).map(({ key }) => key);
  return {
    ...{ audio, table, clock, files, finder, aFinder, titlesBy, keptFiles, warnings },
    add: (piece: Audio) => audio.add(piece),
    titles: (question: string) => titlesBy(finder, question),
    reads: () => count,
  };
}

async function rename(audio: ReturnType<typeof aLibrary>["audio"], id: string, title: string) {
  const found = await audio.get(AudioId(id));
  if (found === undefined) throw new Error("It is not there");
  await audio.save({ ...found.value, title }, found.version);
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
  const { add, titles, audio, reads } = aLibrary();
  for (const number of [1, 2, 3]) await add(aPiece(number));
  expect(await titles("piece")).toEqual(["Piece 3", "Piece 2", "Piece 1"]);
  await rename(audio, "piece2", "Piece two");
  expect(await titles("piece")).toEqual(["Piece 3", "Piece two", "Piece 1"]);
  await audio.delete(AudioId("piece3"));
  expect(await titles("piece")).toEqual(["Piece two", "Piece 1"]);
  expect(reads()).toBe(1);
});

test("what is said is found as soon as it is written down", async () => {
  const { add, titles, audio } = aLibrary();
  await add(aPiece(1, { transcriptBy: "ear" }));
  expect(await titles("badger")).toEqual([]);
  const lines = [{ startSeconds: 0, text: "The badger sleeps." }];
  await audio.keepTranscript(AudioId("piece1"), { by: "ear", madeAtMs: 1, lines });
  expect(await titles("badger")).toEqual(["Piece 1"]);
});

describe("processes that share a library", () => {
  test("the second one reads what the first has put away, not the library", async () => {
    const { add, titles, aFinder, titlesBy, reads } = aLibrary();
    await add(aPiece(1, { title: "The fox", tags: ["bedtime"], original: { key: "originals/1", bytes: 9 } }));
    await titles("fox");
    const second = aFinder();
    expect(await titlesBy(second, "fox")).toEqual(["The fox"]);
    const { tags, originals } = await second.overview();
    expect([tags, originals]).toEqual([[{ tag: "bedtime", pieces: 1 }], { files: 1, bytes: 9 }]);
    expect(reads()).toBe(1);
  });

  test("each sees at once what another one changed, also hours later", async () => {
    const { add, titles, aFinder, titlesBy, audio, clock, reads } = aLibrary();
    await add(aPiece(1));
    const second = aFinder();
    await titles("piece");
    await titlesBy(second, "piece");
    clock.advance(5 * 3_600_000);
    await add(aPiece(2));
    await rename(audio, "piece1", "Piece one");
    expect(await titlesBy(second, "piece")).toEqual(["Piece 2", "Piece one"]);
    clock.advance(3_600_000);
    expect(await titles("piece")).toEqual(["Piece 2", "Piece one"]);
    expect(await titlesBy(aFinder(), "piece")).toEqual(["Piece 2", "Piece one"]);
    expect(reads()).toBe(1);
  });

  test("a change that was noted but not yet made when somebody searched is found once it is made", async () => {
    const { add, titles, table, audio, clock } = aLibrary();
    await add(aPiece(1));
    await titles("piece");
    clock.advance(3_600_000);
    const pause = Promise.withResolvers<void>();
    const slow = createAudioLibrary({
      table: {
        ...table,
        put: async (...write) => {
          if (write[0].sk === "META") await pause.promise;
          return table.put(...write);
        },
      },
      clock,
    });
    const found = await audio.get(AudioId("piece1"));
    if (found === undefined) throw new Error("It is not there");
    const saved = slow.save({ ...found.value, title: "The owl" }, found.version);
    clock.advance(5000);
    expect(await titles("owl")).toEqual([]);
    pause.resolve();
    await saved;
    clock.advance(60_000);
    expect(await titles("owl")).toEqual(["The owl"]);
  });

  test("after many changes the index is put away anew, and the old file goes", async () => {
    const { add, titles, aFinder, titlesBy, clock, keptFiles, reads } = aLibrary();
    await add(aPiece(0));
    await titles("piece");
    const before = await keptFiles();
    clock.advance(3_600_000);
    for (let number = 1; number <= 250; number += 1) await add(aPiece(number));
    clock.advance(60_000);
    expect((await titlesBy(aFinder(), "piece")).length).toBe(100);
    const after = await keptFiles();
    expect([before.length, after.length, before[0] === after[0]]).toEqual([1, 1, false]);
    expect(reads()).toBe(1);
  });

  test.each(["gone", "damaged"])(
    "where the file is %s, the library is read and put away again",
    async (what) => {
      const { add, titles, aFinder, titlesBy, files, keptFiles, reads } = aLibrary();
      await add(aPiece(1));
      await titles("piece");
      const [key = ""] = await keptFiles();
      await files.delete(key);
      if (what === "damaged")
        await files.put(key, new Blob(["{"]).stream(), { maxBytes: 9, contentType: "application/gzip" });
      expect(await titlesBy(aFinder(), "piece")).toEqual(["Piece 1"]);
      expect(reads()).toBe(2);
      expect(await titlesBy(aFinder(), "piece")).toEqual(["Piece 1"]);
      expect(reads()).toBe(2);
    },
  );

  test("after a week the library itself is read again", async () => {
    const { add, titles, clock, reads } = aLibrary();
    await add(aPiece(1));
    await titles("piece");
    clock.advance(8 * 86_400_000);
    expect(await titles("piece")).toEqual(["Piece 1"]);
    expect(reads()).toBe(2);
  });

  test("where somebody warms up every day, no search ever reads the library, however many weeks go by", async () => {
    const { add, aFinder, titlesBy, clock, keptFiles, reads } = aLibrary();
    await add(aPiece(1));
    for (let day = 0; day < 20; day += 1) {
      await aFinder().warm();
      const before = reads();
      clock.advance(86_400_000 - 1000);
      expect(await titlesBy(aFinder(), "piece")).toEqual(["Piece 1"]);
      expect(reads()).toBe(before);
      clock.advance(1000);
    }
    expect(reads()).toBe(4);
    expect(await keptFiles()).toHaveLength(1);
  });

  test("an index that cannot be put away is searched all the same", async () => {
    const { add, titles, files, warnings } = aLibrary();
    files.put = () => Promise.reject(new Error("the disk is full"));
    await add(aPiece(1));
    expect(await titles("piece")).toEqual(["Piece 1"]);
    expect(warnings).toEqual(["search-index-not-kept"]);
  });
});

test("ten thousand pieces are searched in a moment", async () => {
  const { audio, finder, clock } = aLibrary();
  for (let number = 0; number < 10_000; number += 1)
    await audio.add(aPiece(number, { album: `Album ${number % 97}` }));
  clock.advance(3_600_000);
  await finder.find("anything", { limit: 50, from: 0 });
  const startedMs = performance.now();
  const found = await finder.find("album 42 piece", { limit: 50, from: 0 });
  expect(found.audio.length).toBe(50);
  expect(performance.now() - startedMs).toBeLessThan(150);
});
