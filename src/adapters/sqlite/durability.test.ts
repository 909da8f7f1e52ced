import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test, vi } from "vitest";
import type { Durability } from "../../ports/table.ts";
import { fixedClock } from "../memory/clock.ts";
import { allSqliteItems } from "./all-items.ts";
import { createSqliteTable } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "sqlite-durability-"));
afterAll(() => rm(folder, { recursive: true }));
const clock = () => fixedClock(Date.UTC(2030, 0, 1));

/** A process that writes in bursts of ten and says each key when its write has been acknowledged. */
const writer = `
  import { createSqliteTable } from ${JSON.stringify(new URL("./table.ts", import.meta.url).href)};
  const [path, name, durability] = process.argv.slice(-3);
  const table = createSqliteTable(path, { nowMs: () => 0, sleep: () => new Promise(() => {}) });
  const text = name.repeat(300);
  for (let burst = 0; burst < 1000; burst++)
    await Promise.all(Array.from({ length: 10 }, async (_, n) => {
      const sk = name + "#" + String(burst * 10 + n).padStart(6, "0");
      await table.put({ pk: "P", sk, data: { text, sk } }, { ifAbsent: true }, durability);
      process.stdout.write(sk + "\\n");
    }));
`;

function startWriter(path: string, name: string, durability: Durability = "synced") {
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer, "--", path, name, durability], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => acknowledged.push(line));
  return { child, acknowledged, ended: new Promise((resolve) => child.once("close", resolve)) };
}

test("what was acknowledged before a kill is there after it, waited for by the disk or not, and nothing is half written", async () => {
  const path = join(folder, "killed.db");
  // Not at a time but after a number of writes: each round dies at another place, the last one after the log was copied.
  const rounds = [
    { killAfter: 3, durability: "relaxed" },
    { killAfter: 57, durability: "synced" },
    { killAfter: 200, durability: "relaxed" },
    { killAfter: 4_300, durability: "synced" },
  ] as const;
  for (const [round, { killAfter, durability }] of rounds.entries()) {
    const name = `round${round}`;
    const { child, acknowledged, ended } = startWriter(path, name, durability);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(killAfter), {
      timeout: 20_000,
      interval: 1,
    });
    child.kill("SIGKILL");
    await ended;
    await using table = createSqliteTable(path, clock());
    const kept = new Map<string, unknown>();
    let cursor: string | undefined;
    do {
      const page = await table.query({ pk: "P", prefix: name, limit: 1000, ...(cursor && { cursor }) });
      for (const item of page.items) kept.set(item.sk, item.data);
      cursor = page.cursor;
    } while (cursor !== undefined);
    // The last line may have been cut by the kill.
    for (const sk of acknowledged.filter((line) => line.length === `${name}#000000`.length))
      expect(kept.get(sk)).toEqual({ text: name.repeat(300), sk });
    expect(kept.size).toBeGreaterThan(killAfter);
  }
  using database = new DatabaseSync(path);
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
}, 60_000);

test("several processes write the same file at once and none is turned away", async () => {
  const path = join(folder, "shared.db");
  const writers = ["a", "b", "c"].map((name) => startWriter(path, name));
  await vi.waitFor(
    () => {
      for (const { acknowledged } of writers) expect(acknowledged.length).toBeGreaterThan(200);
    },
    { timeout: 40_000, interval: 5 },
  );
  for (const { child } of writers) child.kill("SIGKILL");
  await Promise.all(writers.map(({ ended }) => ended));
  await using table = createSqliteTable(path, clock());
  for (const { acknowledged } of writers)
    expect(await table.get({ pk: "P", sk: String(acknowledged[150]) })).toBeDefined();
}, 60_000);

test("two tables on one file keep each other's conditions", async () => {
  const path = join(folder, "two.db");
  await using one = createSqliteTable(path, clock());
  await using other = createSqliteTable(path, clock());
  const key = { pk: "P", sk: "A" };
  await one.put({ ...key, data: {} });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, by) =>
      (by % 2 ? one : other).put({ ...key, data: { by } }, { ifVersion: 1 }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await other.get(key)).toEqual(await one.get(key));
});

test("disposing finishes what was begun; afterwards writing is refused with a reason", async () => {
  const path = join(folder, "disposed.db");
  const table = createSqliteTable(path, clock());
  const begun = Promise.all(
    Array.from({ length: 1200 }, (_, n) => table.put({ pk: "P", sk: `${n}`, data: {} })),
  );
  await table[Symbol.asyncDispose]();
  expect(await begun).toHaveLength(1200);
  await expect(table.put({ pk: "P", sk: "late", data: {} })).rejects.toThrow("stopping");
  await using again = createSqliteTable(path, clock());
  expect(await again.get({ pk: "P", sk: "1199" })).toBeDefined();
});

test("expired items are swept from the file in time, others stay", async () => {
  const path = join(folder, "swept.db");
  const time = clock();
  await using table = createSqliteTable(path, time);
  const expiresAt = time.nowMs() / 1000 + 60;
  await Promise.all(
    Array.from({ length: 450 }, (_, n) =>
      table.put({ pk: "P", sk: `${n}`, data: {}, ...(n >= 10 && { expiresAt }) }),
    ),
  );
  using database = new DatabaseSync(path, { readOnly: true });
  const count = () => database.prepare("SELECT count(*) AS n FROM items").get()?.["n"];
  expect(count()).toBe(450);
  time.advance(11 * 60_000);
  await vi.waitFor(() => expect(count()).toBe(10), { timeout: 30_000, interval: 5 });
});

test("a file of a later version is left alone, with a sentence that says so", () => {
  const path = join(folder, "later.db");
  using database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 99");
  expect(() => createSqliteTable(path, clock())).toThrow("later version");
});

test("the file is its owner's only", async () => {
  const path = join(folder, "private.db");
  await using table = createSqliteTable(path, clock());
  await table.put({ pk: "P", sk: "A", data: {} });
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0);
});

// Only there can one see who holds which lock.
test.runIf(process.platform === "linux")(
  "reading everything leaves the file locked for as long as it is open: nobody else may put its log away",
  async () => {
    const path = join(folder, "locked.db");
    await using table = createSqliteTable(path, clock());
    await table.put({ pk: "P", sk: "A", data: {} });
    const { ino } = statSync(path);
    const locks = () =>
      readFileSync("/proc/locks", "utf8")
        .split("\n")
        .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `)).length;
    expect(locks()).toBe(1);
    for await (const { sk } of allSqliteItems(path, table, clock())()) expect(sk).toBe("A");
    expect(locks()).toBe(1);
  },
);
