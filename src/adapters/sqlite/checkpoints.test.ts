import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test, vi } from "vitest";
import { fixedClock } from "../memory/clock.ts";
import { createCheckpoints } from "./checkpoints.ts";
import { createSqliteTable } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "sqlite-checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = () => fixedClock(Date.UTC(2030, 0, 1));
const text = "once upon a time ".repeat(100);

/** How many items stand in the database's own file, whatever is in the log. */
function itemsAtHome(path: string): number {
  const alone = `${path}-alone`;
  copyFileSync(path, alone);
  using database = new DatabaseSync(alone, { readOnly: true });
  return Number(database.prepare("SELECT count(*) AS n FROM items").get()?.["n"]);
}

test("the log begins anew again and again, although there is always something to write", async () => {
  const path = join(folder, "busy.db");
  const table = createSqliteTable(path, clock());
  const all = 30_000;
  let next = 0;
  const writing = async () => {
    while (next < all) await table.put({ pk: "P", sk: `${next++}`, data: { text } });
  };
  await Promise.all(Array.from({ length: 50 }, writing));
  // All of it is 54 MB.
  expect(statSync(`${path}-wal`).size).toBeLessThan(40_000_000);
  await vi.waitFor(() => expect(itemsAtHome(path)).toBeGreaterThan(all / 2), { timeout: 20_000 });
  await table[Symbol.asyncDispose]();
  expect(itemsAtHome(path)).toBe(all);
  expect(existsSync(`${path}-wal`)).toBe(false);
}, 60_000);

test("what is read and written while the log is copied is right", async () => {
  const path = join(folder, "meanwhile.db");
  await using table = createSqliteTable(path, clock());
  await Promise.all(
    Array.from({ length: 3_200 }, (_, n) => table.put({ pk: "P", sk: `${n}`, data: { text } })),
  );
  const steps = Array.from({ length: 300 }, (_, version) => version + 1);
  for (const version of steps) {
    const written = await table.put(
      { pk: "P", sk: "0", data: { version } },
      version > 1 ? { ifVersion: version } : undefined,
    );
    expect(written).toEqual({ ok: true, version: version + 1 });
    expect((await table.get({ pk: "P", sk: "0" }))?.data).toEqual({ version });
  }
});

test("a log that cannot be copied keeps what it has, and nobody waits in vain", async () => {
  const checkpoints = createCheckpoints(join(folder, "no-such-folder", "state.db"));
  for (const _ of [1, 2, 3]) {
    checkpoints.wrote(3_000);
    await checkpoints.ready();
  }
  await checkpoints.close();
});
