import { expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { Table } from "../../ports/table.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { addAudio } from "./add-audio.ts";
import { emptyTrash, restoreAudio, trashAudio } from "./trash-audio.ts";

/** A library in which writing down a recording goes wrong when `trouble` says so. */
function aLibrary() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const memory = createMemoryTable(clock);
  const trouble: { next?: "not-written" | "answer-lost" | undefined } = {};
  const table: Table = {
    ...memory,
    async put(item, condition) {
      const { next } = trouble;
      if (!item.pk.startsWith("AUDIO#") || next === undefined) return memory.put(item, condition);
      trouble.next = undefined;
      if (next === "answer-lost") await memory.put(item, condition);
      throw new Unavailable("The table does not answer; try again");
    },
  };
  const deps = {
    ...{ clock, chance: seededChance(3), liveUpdates: createLiveUpdates(), files: createMemoryAudioFiles() },
    audio: createAudioLibrary({ table, clock }),
  };
  const add = (piece = 1) =>
    addAudio(deps, {
      bytes: new Blob([new Uint8Array(silentMp3(50, piece))]).stream(),
      name: "Story.mp3",
      maxBytes: 1e9,
    });
  return { ...deps, trouble, add };
}

test("where only the answer was lost, the recording that is there has its file", async () => {
  const { add, trouble, audio, files } = aLibrary();
  trouble.next = "answer-lost";
  await expect(add()).rejects.toThrow(Unavailable);
  const [found] = (await audio.list()).records;
  expect(await files.locate(found?.value.fileKey ?? "", 60)).toBeDefined();
  expect(await add()).toMatchObject({ ok: true, is: "already-here" });
});

test("nobody is told that a sound is here which somebody else, who died, only meant to add", async () => {
  const { add, trouble, audio, clock } = aLibrary();
  trouble.next = "not-written";
  await expect(add()).rejects.toThrow(Unavailable);
  const second = add().catch((error: unknown) => error);
  let isOver = false;
  void second.finally(() => {
    isOver = true;
  });
  await expect
    .poll(() => {
      clock.advance(200);
      return isOver;
    })
    .toBe(true);
  expect(await second).toBeInstanceOf(Unavailable);
  expect((await audio.list()).records).toEqual([]);
  clock.advance(60_000);
  expect(await add()).toMatchObject({ ok: true, is: "added" });
});

test("what is taken out of the trash while that is emptied stays, with its file", async () => {
  const house = aLibrary();
  const { add, audio, files } = house;
  const ids: AudioId[] = [];
  for (const piece of [1, 2]) {
    const added = await add(piece);
    if (added.ok) ids.push(added.audio.id);
  }
  const nothing = async () => ({ records: [] });
  const none = { streams: [], cards: [], collections: [], stories: { list: nothing, trash: nothing } };
  const nowhere = { ...house, ...none } as unknown as Parameters<typeof trashAudio>[0];
  await trashAudio(nowhere, ids, true);
  const [restored, gone] = ids;
  const emptied = await emptyTrash(
    {
      ...house,
      audio: {
        ...audio,
        async getAny(id) {
          const found = await audio.getAny(id);
          if (id === restored) await restoreAudio(house, [id]);
          return found;
        },
      },
    },
    { ids },
  );
  expect(emptied).toBe(1);
  expect((await audio.list()).records.map(({ value }) => value.id)).toEqual([restored]);
  expect(await files.locate(`audio/${restored}.mp3`, 60)).toBeDefined();
  expect(await files.locate(`audio/${gone}.mp3`, 60)).toBeUndefined();
});
