import { expect, test } from "vitest";
import { onEveryTable } from "../../../test/on-every-table.ts";
import { PlayerId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/players/player-history.ts";
import { BadCursor } from "../../ports/table.ts";
import { createPlayerHistory } from "../../stores/player-history.ts";
import { type HistoryFilter, readHistory } from "./read-history.ts";

const startMs = Date.UTC(2030, 0, 1);
const players = [PlayerId("y2a"), PlayerId("y2b")] as const;
const kinds = ["card-inserted", "next-track", "volume-changed"] as const;
/** Entry `number`: players and kinds by turns, two entries in the same moment now and then. */
const entryOf = (number: number): HistoryEntry => ({
  playerId: players[number % 2] ?? players[0],
  atMs: startMs + Math.floor(number / 3) * 1000,
  key: `k${String(number).padStart(6, "0")}`,
  kind: kinds[number % 3] ?? "gap",
  facts: { cardId: number % 5 === 0 ? "STORY" : "SONGS" },
});

onEveryTable("reading the history", (newGround) => {
  const filled = async (count: number) => {
    const { table } = newGround();
    let queries = 0;
    const counting = {
      ...table,
      get: table.get.bind(table),
      put: table.put.bind(table),
      query: (query: Parameters<typeof table.query>[0]) => {
        queries += 1;
        return table.query(query);
      },
    };
    const playerHistory = createPlayerHistory(counting);
    await Promise.all(
      Array.from({ length: count }, (_, number) => playerHistory.add(entryOf(number), 36_500)),
    );
    const all = async (filter: HistoryFilter, limit: number) => {
      const keys: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        queries = 0;
        const page = await readHistory({ playerHistory }, filter, { limit, ...(cursor && { cursor }) });
        expect(queries).toBe(1);
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        keys.push(...page.entries.map(({ key }) => key));
        cursor = page.cursor;
        pages += 1;
      } while (cursor !== undefined);
      return { keys, pages };
    };
    return { playerHistory, all };
  };
  const expected = (count: number, fits: (entry: HistoryEntry) => boolean) =>
    Array.from({ length: count }, (_, number) => entryOf(number))
      .filter(fits)
      .map(({ key }) => key)
      .toSorted();

  test("whatever is filtered and however long the pages are, everything comes once, a query a page", async () => {
    const { all } = await filled(100);
    const filters: [HistoryFilter, (entry: HistoryEntry) => boolean][] = [
      [{}, () => true],
      [{ playerId: players[1] }, ({ playerId }) => playerId === players[1]],
      [{ kinds: ["next-track"] }, ({ kind }) => kind === "next-track"],
      [{ cardId: "STORY" }, ({ facts }) => facts["cardId"] === "STORY"],
      [
        { playerId: players[0], kinds: ["volume-changed", "card-inserted"], fromMs: startMs + 5_000 },
        ({ playerId, kind, atMs }) =>
          playerId === players[0] && kind !== "next-track" && atMs >= startMs + 5_000,
      ],
      [{ toMs: startMs + 9_999 }, ({ atMs }) => atMs < startMs + 10_000],
    ];
    for (const [filter, fits] of filters)
      for (const limit of [1, 7, 100]) {
        const { keys } = await all(filter, limit);
        expect(keys.toSorted(), JSON.stringify({ filter, limit })).toEqual(expected(100, fits));
      }
  });

  test("newest first", async () => {
    const { playerHistory } = await filled(30);
    const { entries } = await readHistory({ playerHistory }, {}, { limit: 30 });
    expect(entries.map(({ atMs }) => atMs)).toEqual(
      entries.map(({ atMs }) => atMs).toSorted((a, b) => b - a),
    );
  });

  test.each([
    "",
    "nonsense",
    Buffer.from('["x",1,2]').toString("base64url"),
    Buffer.from("[1e99]").toString("base64url"),
  ])("a cursor that is none is refused: %s", async (cursor) => {
    const { playerHistory } = await filled(3);
    await expect(readHistory({ playerHistory }, {}, { limit: 3, cursor })).rejects.toThrow(BadCursor);
  });
});
