import { expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import { createFileSweeps } from "../../stores/file-sweeps.ts";
import { createJobs } from "../../stores/jobs.ts";
import { createMoves } from "../../stores/moves.ts";
import { sweepAudioFiles, sweepSomeAudioFiles } from "./sweep-audio-files.ts";

const day = 86_400_000;
const startMs = Date.UTC(2026, 5, 1);

/** An id as a job of that moment gives it, the `number`th. */
function idOf(ms: number, number: number): string {
  const digits = "0123456789abcdefghjkmnpqrstvwxyz";
  let time = "";
  for (let left = ms; time.length < 10; left = Math.floor(left / 32)) time = digits[left % 32] + time;
  return `${time}${String(number).padStart(16, "0")}`;
}

async function aHouse() {
  const clock = fixedClock(startMs);
  const table = createMemoryTable(clock);
  const files = createMemoryAudioFiles();
  const facts: string[] = [];
  const note = (fact: string) => void facts.push(fact);
  let lists = 0;
  const counted: AudioFiles = {
    ...files,
    list(prefix, after) {
      lists += 1;
      return files.list(prefix, after);
    },
  };
  const put = (key: string) =>
    files.put(key, new Blob(["sound"]).stream(), { maxBytes: 10, contentType: "audio/mpeg" });
  return {
    clock,
    table,
    files: counted,
    fileSweeps: createFileSweeps(table),
    moves: createMoves(table),
    jobs: createJobs({ table, clock }),
    log: { debug: note, info: note, warn: note, error: note },
    facts,
    lists: () => lists,
    put,
    /** A recording with its file; the record is one that no version can read. */
    async record(id: string, trashed = false) {
      await put(`audio/${id}.mp3`);
      await table.put({ pk: `AUDIO#${id}`, sk: "META", data: { from: "a newer version", trashed } });
    },
    async keys() {
      const found: string[] = [];
      for (const folder of ["audio/", "covers/"])
        for (let after: string | undefined; ; ) {
          const page = await files.list(folder, after);
          found.push(...page.map(({ key }) => key));
          after = page.at(-1)?.key;
          if (after === undefined) break;
        }
      return found;
    },
  };
}

test("a large library is looked through page by page, a run each, from where the run before was; a week later again", async () => {
  const house = await aHouse();
  const ids = Array.from({ length: 2300 }, (_, number) => idOf(startMs - 10 * day, number));
  for (const id of ids) await house.record(id);
  const orphans = [5, 1500, 2299].map((number) => `audio/${ids[number]}-2.mp3`);
  for (const key of [...orphans, `covers/${ids[7]}-2.jpg`]) await house.put(key);
  const swept: number[] = [];
  for (let run = 1; run <= 8; run++) {
    const before = house.lists();
    // Another process each time.
    swept.push(await sweepSomeAudioFiles({ ...house, fileSweeps: createFileSweeps(house.table) }));
    expect(house.lists() - before).toBeLessThanOrEqual(1);
  }
  expect(swept).toEqual([1, 1, 1, 0, 1, 0, 0, 0]);
  expect(await house.keys()).toEqual(ids.map((id) => `audio/${id}.mp3`));
  const key = orphans[0] ?? "";
  await house.put(key);
  house.clock.advance(6 * day);
  expect(await sweepSomeAudioFiles(house)).toBe(0);
  house.clock.advance(day);
  expect(await sweepSomeAudioFiles(house)).toBe(1);
  expect(await house.keys()).not.toContain(key);
});

test("what is young, what a job may still need, and what is no recording's stays", async () => {
  const house = await aHouse();
  const old = idOf(startMs - 3 * day, 1);
  const waiting = idOf(startMs - 3 * day, 2);
  const young = idOf(startMs - day, 3);
  const job = { kind: "ingest-upload", title: "T", input: {}, orderedBy: "system", attempt: 1 } as const;
  const times = { createdAtMs: 0, changedAtMs: 0, cancelAsked: false };
  const jobOf = (id: string) => ({ ...job, ...times, id: id as never, state: { is: "waiting" } as const });
  await house.jobs.create(jobOf(waiting));
  const stay = [
    `audio/${waiting}-1.mp3`,
    `audio/${young}-1.mp3`,
    "audio/joined-0123.mp3",
    "audio/by/hand.mp3",
  ];
  for (const key of [...stay, `audio/${old}-f3-1.mp3`, `covers/${old}-1.jpg`]) await house.put(key);
  for (let run = 0; run < 4; run++) await sweepSomeAudioFiles(house);
  expect(new Set(await house.keys())).toEqual(new Set(stay));
  const found = await house.jobs.get(waiting as never);
  await house.jobs.save(
    { ...jobOf(waiting), state: { is: "cancelled", atMs: startMs } },
    found?.version ?? 0,
  );
  house.clock.advance(7 * day);
  for (let run = 0; run < 4; run++) await sweepSomeAudioFiles(house);
  expect(new Set(await house.keys())).toEqual(new Set(stay.slice(2)));
});

test("where records are missing by the dozen, or everything is just being carried here, no file is touched", async () => {
  const house = await aHouse();
  for (let number = 0; number < 60; number++) await house.put(`audio/${idOf(startMs - 9 * day, number)}.mp3`);
  for (let run = 0; run < 4; run++) expect(await sweepSomeAudioFiles(house)).toBe(0);
  expect(house.facts).toEqual(["files-without-records"]);
  house.clock.advance(7 * day);
  for (const key of (await house.keys()).slice(0, 40)) await house.files.delete(key);
  await house.moves.begin({ sinceMs: startMs });
  expect(await sweepSomeAudioFiles(house)).toBe(0);
  expect(await sweepAudioFiles(house)).toBe(0);
  await house.moves.end();
  expect(await sweepSomeAudioFiles(house)).toBe(20);
});

test("what has an id that tells no time goes when it had no record a week ago either; what got its record since stays", async () => {
  const house = await aHouse();
  await house.record("fox");
  for (const key of ["audio/owl.mp3", "audio/hedgehog-1.mp3", "audio/joined-0123.mp3"]) await house.put(key);
  const round = async () => {
    let swept = 0;
    for (let run = 0; run < 4; run++)
      swept += await sweepSomeAudioFiles({ ...house, fileSweeps: createFileSweeps(house.table) });
    house.clock.advance(7 * day);
    return swept;
  };
  expect(await round()).toBe(0);
  await house.record("hedgehog-1");
  await house.put("audio/mouse.mp3");
  expect(await round()).toBe(1);
  expect(await house.keys()).toEqual(
    ["fox", "hedgehog-1", "joined-0123", "mouse"].map((id) => `audio/${id}.mp3`),
  );
  expect(await round()).toBe(1);
  expect(await house.keys()).not.toContain("audio/mouse.mp3");
});
