import { z } from "zod";
import type { PlayerId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, type Listed, type PageWanted, pageOf, recordsOf, utcOf } from "./records.ts";
import { ids, jsonObject } from "./schemas.ts";

/** An entry as it is stored. */
export const historyEntrySchema: z.ZodType<HistoryEntry> = z.object({
  playerId: ids.player,
  atMs: z.number(),
  key: z.string(),
  kind: z.string(),
  facts: jsonObject,
});

const dayMs = 86_400_000;

/** A part of a history. */
export type HistoryPage = { readonly entries: readonly HistoryEntry[]; readonly cursor?: string };

/** Where an entry stands among all others. */
export type HistoryPlace = Pick<HistoryEntry, "playerId" | "atMs" | "key">;

/** Which part of a history: between two moments (inclusive) where given; `before` an entry, which is not in it itself. */
export type HistoryWanted = PageWanted & {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly before?: HistoryPlace;
};

/** What happened to players. */
export type PlayerHistory = {
  /** `false` when it was there already: seen twice is one. Kept for `keepDays` (default 30) from when it happened. */
  add(entry: HistoryEntry, keepDays?: number): Promise<boolean>;
  /** Of one player, in the order of time, or backwards. */
  page(playerId: PlayerId, wanted?: HistoryWanted): Promise<HistoryPage>;
  /** Of all players. */
  house(wanted?: HistoryWanted): Promise<HistoryPage>;
};

/** {@link PlayerHistory} over a table. */
export function createPlayerHistory(table: Table): PlayerHistory {
  const recordsKept = (keepDays: number) =>
    recordsOf<HistoryEntry>(table, {
      schema: historyEntrySchema,
      place: ({ playerId, atMs, key }) => ({
        pk: `PLAYER#${playerId}`,
        sk: `EVENT#${utcOf(atMs)}#${key}`,
        index: { pk: "EVENT", sk: `${utcOf(atMs)}#${playerId}#${key}` },
        expiresAt: expirySeconds(atMs + keepDays * dayMs),
      }),
    });
  const records = recordsKept(30);
  return {
    async add(entry, keepDays) {
      const { ok } = await (keepDays === undefined ? records : recordsKept(keepDays)).put(entry, {
        ifAbsent: true,
      });
      return ok;
    },
    page: async (playerId, { fromMs, toMs, before, ...wanted } = {}) =>
      historyPageOf(
        await records.page({
          pk: `PLAYER#${playerId}`,
          // After the last `#` of a moment comes `$`: the bound takes in every key of that moment.
          from: fromMs === undefined ? "EVENT#" : `EVENT#${utcOf(fromMs)}#`,
          to: before
            ? `EVENT#${utcOf(before.atMs)}#${before.key}`
            : toMs === undefined
              ? "EVENT$"
              : `EVENT#${utcOf(toMs)}$`,
          ...pageOf(wanted),
        }),
        before,
      ),
    house: async ({ fromMs, toMs, before, ...wanted } = {}) =>
      historyPageOf(
        await records.page({
          pk: "EVENT",
          inIndex: true,
          ...(fromMs !== undefined && { from: `${utcOf(fromMs)}#` }),
          ...(toMs !== undefined && { to: `${utcOf(toMs)}$` }),
          ...(before && { to: `${utcOf(before.atMs)}#${before.playerId}#${before.key}` }),
          ...pageOf(wanted),
        }),
        before,
      ),
  };
}

function historyPageOf({ records, cursor }: Listed<HistoryEntry>, before?: HistoryPlace): HistoryPage {
  const all = records.map(({ value }) => value);
  const entries = before === undefined ? all : all.filter((each) => !isAt(each, before));
  return { entries, ...(cursor !== undefined && { cursor }) };
}

function isAt(entry: HistoryEntry, { playerId, atMs, key }: HistoryPlace): boolean {
  return entry.key === key && entry.atMs === atMs && entry.playerId === playerId;
}
