import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";

test("many writes at once are worked off by halves, few in small groups, and all in their order", async () => {
  const folder = await mkdtemp(join(tmpdir(), "group-commit-"));
  const database = openDatabase(join(folder, "state.db"));
  try {
    const commits = createGroupCommit(database);
    let turn = 0;
    let next = setImmediate(function count() {
      turn += 1;
      next = setImmediate(count);
    });
    const ran: number[] = [];
    const turns = await Promise.all(
      Array.from({ length: 8_000 }, (_, write) => commits.write(() => ran.push(write)).then(() => turn)),
    );
    clearImmediate(next);
    await commits.close();
    expect(ran).toEqual(Array.from({ length: 8_000 }, (_, write) => write));
    const groups = [...Map.groupBy(turns, (each) => each).values()].map((each) => each.length);
    expect(groups).toEqual([4_000, 2_000, 1_000, 500, 500]);
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
});
