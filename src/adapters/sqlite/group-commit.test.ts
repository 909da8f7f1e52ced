import { copyFile, type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import type { Durability } from "../../ports/table.ts";
import { openDatabase } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";

afterEach(() => vi.restoreAllMocks());

async function aDatabase() {
  const folder = await mkdtemp(join(tmpdir(), "group-commit-"));
  const path = join(folder, "state.db");
  const database = openDatabase(path);
  database.exec("CREATE TABLE notes (text TEXT)");
  const commits = createGroupCommit(database, path);
  const insert = database.prepare("INSERT INTO notes VALUES (?1)");
  return {
    commits,
    path,
    note: (text: string, durability?: Durability) =>
      commits.write(() => insert.run(text).changes, durability),
    notes: () => database.prepare("SELECT text FROM notes").all().length,
    async [Symbol.asyncDispose]() {
      await commits.close();
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The disk does with a sync what `sync` does. */
async function aDisk(sync: (this: FileHandle) => Promise<void>) {
  await using handle = await open(tmpdir(), "r");
  return vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, "datasync").mockImplementation(sync);
}

test("many writes at once are worked off by halves, few in small groups, and all in their order", async () => {
  await using database = await aDatabase();
  let turn = 0;
  let next = setImmediate(function count() {
    turn += 1;
    next = setImmediate(count);
  });
  const ran: { write: number; turn: number }[] = [];
  await Promise.all(
    Array.from({ length: 8_000 }, (_, write) => database.commits.write(() => ran.push({ write, turn }))),
  );
  clearImmediate(next);
  expect(ran.map(({ write }) => write)).toEqual(Array.from({ length: 8_000 }, (_, write) => write));
  const groups = [...Map.groupBy(ran, (each) => each.turn).values()].map((each) => each.length);
  expect(groups).toEqual([4_000, 2_000, 1_000, 500, 500]);
});

test("a write is acknowledged only when the disk has it, and a slow disk holds up nothing else", async () => {
  await using database = await aDatabase();
  const { promise: hasIt, resolve: nowItHas } = Promise.withResolvers<void>();
  const disk = await aDisk(() => hasIt);
  const acknowledged: string[] = [];
  const writes = ["first", "second", "third"].map(async (text) => {
    await database.note(text);
    acknowledged.push(text);
  });
  await vi.waitFor(() => expect(database.notes()).toBe(3));
  await vi.waitFor(() => expect(disk).toHaveBeenCalledOnce());
  const later = ["fourth", "fifth"].map((text) => database.note(text));
  await new Promise((resolve) => setImmediate(resolve));
  expect(acknowledged).toEqual([]);

  nowItHas();
  await Promise.all([...writes, ...later]);
  expect(acknowledged).toEqual(["first", "second", "third"]);
  expect(database.notes()).toBe(5);
  expect(disk).toHaveBeenCalledTimes(2);
});

test("a relaxed write is there for readers and acknowledged while the disk is busy, a synced one waits for it", async () => {
  await using database = await aDatabase();
  const { promise: hasIt, resolve: nowItHas } = Promise.withResolvers<void>();
  const disk = await aDisk(() => hasIt);
  const busy = database.note("keeps the disk busy");
  await vi.waitFor(() => expect(disk).toHaveBeenCalledOnce());
  let acknowledged = false;
  const synced = database.note("synced").then(() => {
    acknowledged = true;
  });
  expect(await database.note("relaxed", "relaxed")).toBe(1);
  expect(database.notes()).toBe(3);
  expect(acknowledged).toBe(false);

  nowItHas();
  await Promise.all([busy, synced]);
  // The sync that was under way knew nothing of what came later.
  expect(disk).toHaveBeenCalledTimes(2);
});

test("what was relaxed is on disk, too, soon after and before closing", async () => {
  await using database = await aDatabase();
  const disk = await aDisk(async () => {});
  await database.note("relaxed", "relaxed");
  await database.commits.close();
  expect(disk).toHaveBeenCalledOnce();
});

test.each([
  ["EIO", "look after the disk"],
  ["ENOSPC", "disk is full"],
])(
  "a write whose sync fails with %s is refused with a reason, and the next one is tried",
  async (code, reason) => {
    await using database = await aDatabase();
    const disk = await aDisk(() => Promise.reject(Object.assign(new Error(code), { code })));
    await expect(database.note("lost")).rejects.toThrow(reason);
    disk.mockRestore();
    await expect(database.note("kept")).resolves.toBe(1);
  },
);

test("after a sync that failed, what is acknowledged does not hang on a log of which the disk may have dropped a part", async () => {
  await using database = await aDatabase();
  const disk = await aDisk(() => Promise.reject(Object.assign(new Error("EIO"), { code: "EIO" })));
  await expect(database.note("doubtful")).rejects.toThrow("look after the disk");
  disk.mockRestore();
  await database.note("acknowledged");

  // As after a power cut that left nothing of the log.
  const left = `${database.path}-left`;
  await copyFile(database.path, left);
  using found = new DatabaseSync(left, { readOnly: true });
  const notes = found.prepare("SELECT text FROM notes").all();
  expect(notes.map(({ text }) => text)).toEqual(["doubtful", "acknowledged"]);
});

test("as long as the disk is in doubt and somebody reads in the log, nothing is acknowledged", async () => {
  await using database = await aDatabase();
  const disk = await aDisk(() => Promise.reject(Object.assign(new Error("EIO"), { code: "EIO" })));
  await expect(database.note("doubtful")).rejects.toThrow("look after the disk");
  disk.mockRestore();
  using reader = new DatabaseSync(database.path);
  reader.exec("BEGIN");
  reader.prepare("SELECT * FROM notes").all();
  let acknowledged = false;
  const later = database.note("later").then(() => {
    acknowledged = true;
  });
  await vi.waitFor(() => expect(database.notes()).toBe(2));
  await new Promise((resolve) => setImmediate(resolve));
  expect(acknowledged).toBe(false);
  reader.exec("COMMIT");
  await later;
});
