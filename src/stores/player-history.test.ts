import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { PlayerId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";
import { createPlayerHistory } from "./player-history.ts";

const playerId = PlayerId("y2kitchen");
const startMs = Date.UTC(2030, 0, 1);
const dayMs = 86_400_000;

function anEntry(secondsIn: number, key = "a", more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { playerId, atMs: startMs + secondsIn * 1000, key, kind: "volume", facts: { steps: 5 }, ...more };
}

onEveryTable("the history of players", (newGround) => {
  test("what is seen twice stands there once, as it was told first", async () => {
    const history = createPlayerHistory(newGround().table);
    const answers = await Promise.all(
      [1, 2, 3].map((steps) => history.add(anEntry(0, "a", { facts: { steps } }))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await history.add(anEntry(0, "b"))).toBe(true);
    expect((await history.page(playerId)).entries).toHaveLength(2);
  });

  test("it is read in order or backwards, in pages, without a gap", async () => {
    const history = createPlayerHistory(newGround().table);
    for (const seconds of [5, 1, 4, 2, 3]) await history.add(anEntry(seconds));
    await history.add(anEntry(1, "a", { playerId: PlayerId("y2kitchen2") }));
    const read = async (backwards: boolean) => {
      const seconds: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await history.page(playerId, { limit: 2, backwards, ...(cursor && { cursor }) });
        seconds.push(...page.entries.map(({ atMs }) => (atMs - startMs) / 1000));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return seconds;
    };
    expect(await read(false)).toEqual([1, 2, 3, 4, 5]);
    expect(await read(true)).toEqual([5, 4, 3, 2, 1]);
  });

  test("a span of time takes in both its ends, to the millisecond", async () => {
    const history = createPlayerHistory(newGround().table);
    for (const seconds of [1, 2, 2.001, 3, 3.001]) await history.add(anEntry(seconds, "~key~"));
    const { entries } = await history.page(playerId, { fromMs: startMs + 2000, toMs: startMs + 3000 });
    expect(entries.map(({ atMs }) => atMs - startMs)).toEqual([2000, 2001, 3000]);
  });

  test("entries go after thirty days from when they happened, or as long as was said", async () => {
    const { table, clock } = newGround();
    const history = createPlayerHistory(table);
    await history.add(anEntry(0, "usual"));
    await history.add(anEntry(0, "short"), 1);
    const keys = async () => (await history.page(playerId)).entries.map(({ key }) => key);
    clock.advance(dayMs - 1);
    expect(await keys()).toEqual(["short", "usual"]);
    clock.advance(1);
    expect(await keys()).toEqual(["usual"]);
    clock.advance(29 * dayMs);
    expect(await keys()).toEqual([]);
  });
});
