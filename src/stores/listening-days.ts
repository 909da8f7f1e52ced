import { z } from "zod";
import type { PlayerId } from "../domain/ids.ts";
import { countInDay, emptyDay, type ListeningDay } from "../domain/listening-days/listening-day.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";
import { addDays, type LocalDate, type ZoneName } from "../domain/time/local-time.ts";
import type { Table } from "../ports/table.ts";
import { Unavailable } from "../ports/unavailable.ts";
import { expirySeconds, type Listed, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

const sums = z.record(z.string(), z.number());
const stretch = z.object({ fromMs: z.number(), untilMs: z.number() });
const schema: z.ZodType<ListeningDay> = z.object({
  playerId: ids.player,
  date: z.string(),
  zone: z.string(),
  listenedMs: z.number(),
  hours: sums,
  cards: z.record(
    z.string(),
    z.object({ listenedMs: z.number(), starts: z.number(), ends: z.number(), left: sums }),
  ),
  did: sums,
  longest: stretch.exactOptional(),
  latest: stretch.exactOptional(),
  countedUntilMs: z.number(),
  countedKey: z.string(),
});

/** From one day to another, both included. */
export type DaySpan = { readonly from: LocalDate; readonly to: LocalDate; readonly cursor?: string };

/** The days of players, added up. */
export type ListeningDays = {
  get(playerId: PlayerId, date: LocalDate): Promise<ListeningDay | undefined>;
  /** Adds an entry to a day. An entry that is in it already changes nothing, whoever brings it again. */
  count(
    entry: HistoryEntry,
    date: LocalDate,
    options: { readonly zone: ZoneName; readonly keepDays: number },
  ): Promise<void>;
  /** Of one player, by date. */
  of(playerId: PlayerId, span: DaySpan): Promise<Listed<ListeningDay>>;
  /** Of all players, by date. */
  all(span: DaySpan): Promise<Listed<ListeningDay>>;
};

/** A day has one writer, the player's listener, and for a moment two: who is refused reads again. */
const attempts = 20;
/** A page of the index may hold a megabyte of items; a busy day is two kilobytes. */
const pageLimit = 1000;

/** {@link ListeningDays} over a table. */
export function createListeningDays(table: Table): ListeningDays {
  const recordsKept = (keepDays: number) =>
    recordsOf<ListeningDay>(table, {
      schema,
      place: ({ playerId, date }) => ({
        ...keyOf(playerId, date),
        index: { pk: "DAY", sk: `${date}#${playerId}` },
        expiresAt: expirySeconds(Date.parse(`${addDays(date, keepDays + 2)}T00:00:00Z`)),
      }),
    });
  const records = recordsKept(0);
  return {
    get: async (playerId, date) => (await records.get(keyOf(playerId, date)))?.value,
    async count(entry, date, { zone, keepDays }) {
      const { playerId } = entry;
      for (let attempt = 0; attempt < attempts; attempt++) {
        const found = await records.get(keyOf(playerId, date));
        const before = found?.value ?? emptyDay(playerId, date, zone);
        const after = countInDay(before, entry, zone);
        if (after === before) return;
        const condition = found === undefined ? ({ ifAbsent: true } as const) : { ifVersion: found.version };
        if ((await recordsKept(keepDays).put(after, condition)).ok) return;
      }
      throw new Unavailable(`The day ${date} of ${playerId} is written by too many at once; we try again`);
    },
    of: (playerId, { from, to, cursor }) =>
      records.page({
        pk: `PLAYER#${playerId}`,
        from: `DAY#${from}`,
        to: `DAY#${to}`,
        limit: pageLimit,
        ...(cursor !== undefined && { cursor }),
      }),
    all: ({ from, to, cursor }) =>
      records.page({
        pk: "DAY",
        inIndex: true,
        from: `${from}#`,
        to: `${to}$`,
        limit: pageLimit,
        ...(cursor !== undefined && { cursor }),
      }),
  };
}

function keyOf(playerId: PlayerId, date: LocalDate) {
  return { pk: `PLAYER#${playerId}`, sk: `DAY#${date}` };
}
