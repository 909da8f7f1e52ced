import { expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createFileSweeps } from "../../stores/file-sweeps.ts";
import { sweepOriginals } from "./sweep-originals.ts";

const day = 86_400_000;
const begun = "originals/01jz0000000000000000000000";

async function aHouse() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const table = createMemoryTable(clock);
  const files = createMemoryAudioFiles();
  const library = createAudioLibrary({ table, clock });
  let reads = 0;
  const audio: AudioLibrary = {
    ...library,
    async *all() {
      reads += 1;
      yield* library.all();
    },
  };
  await files.put(begun, new Blob(["book"]).stream(), { maxBytes: 10, contentType: "audio/mp4" });
  return {
    clock,
    audio,
    files,
    reads: () => reads,
    sweep: () => sweepOriginals({ clock, audio, files, fileSweeps: createFileSweeps(table) }),
    hasPiece: () =>
      table.put({ pk: "AUDIO#01jz0000000000000000000000-1", sk: "META", data: { from: "a newer version" } }),
    kept: async () => (await files.list("originals/")).map(({ key }) => key),
  };
}

test("as long as a file's first piece is there, the library is not read to know that the file is needed", async () => {
  const { sweep, hasPiece, reads, kept, clock } = await aHouse();
  await hasPiece();
  for (let run = 0; run < 3; run++) {
    expect(await sweep()).toBe(0);
    clock.advance(day);
  }
  expect([reads(), await kept()]).toEqual([0, [begun]]);
});

test("a file whose pieces never came goes, and the library is read for that once a day", async () => {
  const { sweep, reads, kept, clock, files } = await aHouse();
  expect(await sweep()).toBe(1);
  expect(await kept()).toEqual([]);
  await files.put(begun, new Blob(["book"]).stream(), { maxBytes: 10, contentType: "audio/mp4" });
  for (let hour = 1; hour < 24; hour++) {
    clock.advance(day / 24);
    expect(await sweep()).toBe(0);
  }
  expect(reads()).toBe(1);
  clock.advance(day / 24);
  expect(await sweep()).toBe(1);
  expect(reads()).toBe(2);
});
