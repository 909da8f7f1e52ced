import { z } from "zod";
import type { PlayerId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/player-history.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, type PageWanted, pageOf, recordsOf, utcOf } from "./records.ts";
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

/** A part of a player's history. */
export type HistoryPage = { readonly entries: readonly HistoryEntry[]; readonly cursor?: string };

/** What happened to players. */
export type PlayerHistory = {
  /** `false` when it was there already: seen twice is one. Kept for `keepDays` (default 30) from when it happened. */
  add(entry: HistoryEntry, keepDays?: number): Promise<boolean>;
  /** In the order of time, or backwards; between two moments (inclusive) where given. */
  page(
    playerId: PlayerId,
    wanted?: PageWanted & { readonly fromMs?: number; readonly toMs?: number },
  ): Promise<HistoryPage>;
};

/** {@link PlayerHistory} over a table. */
export function createPlayerHistory(table: Table): PlayerHistory {
  const recordsKept = (keepDays: number) =>
    recordsOf<HistoryEntry>(table, {
      schema: historyEntrySchema,
      place: ({ playerId, atMs, key }) => ({
        pk: `PLAYER#${playerId}`,
        sk: `EVENT#${utcOf(atMs)}#${key}`,
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
    async page(playerId, { fromMs, toMs, ...wanted } = {}) {
      const listed = await records.page({
        pk: `PLAYER#${playerId}`,
        // After the last `#` of a moment comes `$`: the bound takes in every key of that moment.
        from: fromMs === undefined ? "EVENT#" : `EVENT#${utcOf(fromMs)}#`,
        to: toMs === undefined ? "EVENT$" : `EVENT#${utcOf(toMs)}$`,
        ...pageOf(wanted),
      });
      const entries = listed.records.map(({ value }) => value);
      return { entries, ...(listed.cursor !== undefined && { cursor: listed.cursor }) };
    },
  };
}
