import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe } from "vitest";
import { seededChance } from "../src/adapters/memory/chance.ts";
import { type FixedClock, fixedClock } from "../src/adapters/memory/clock.ts";
import { createMemoryTable } from "../src/adapters/memory/table.ts";
import { newKeyRing } from "../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../src/adapters/secrets/secrets.ts";
import { openDatabase } from "../src/adapters/sqlite/database.ts";
import { createSqliteTable } from "../src/adapters/sqlite/table.ts";
import type { Chance } from "../src/ports/chance.ts";
import type { Secrets } from "../src/ports/secrets.ts";
import type { Table } from "../src/ports/table.ts";

/** What stores stand on. Everything is new, and the clock stands still. */
export type Ground = {
  readonly table: Table;
  readonly clock: FixedClock;
  readonly chance: Chance;
  readonly secrets: Secrets;
};

/** Runs the tests of a store on each table there is: no store may know which one it stands on. */
export function onEveryTable(what: string, tests: (newGround: () => Ground) => void): void {
  const opened: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  });

  const ground = (make: (clock: FixedClock) => Table): Ground => {
    const clock = fixedClock(Date.UTC(2030, 0, 1));
    const ring = newKeyRing();
    const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
    return { table: make(clock), clock, chance: seededChance(1), secrets };
  };

  describe(`${what} in memory`, () => tests(() => ground(createMemoryTable)));
  describe(`${what} on SQLite`, () =>
    tests(() =>
      ground((clock) => {
        const folder = mkdtempSync(join(tmpdir(), "store-"));
        const file = join(folder, "store.db");
        writeFileSync(file, anEmptyDatabase(), { mode: 0o600 });
        const table = createSqliteTable(file, clock);
        opened.push(table, { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) });
        return table;
      }),
    ));
}

let empty: Uint8Array | undefined;

/** The file of a database in which nothing is yet. Made once: making one waits for the disk several times. */
function anEmptyDatabase(): Uint8Array {
  if (empty !== undefined) return empty;
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  const file = join(folder, "empty.db");
  openDatabase(file).close();
  empty = readFileSync(file);
  rmSync(folder, { recursive: true });
  return empty;
}
