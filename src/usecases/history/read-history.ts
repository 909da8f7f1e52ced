import { PlayerId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/players/player-history.ts";
import { BadCursor } from "../../ports/table.ts";
import type { HistoryPlace, PlayerHistory } from "../../stores/player-history.ts";

/** What of the history is wanted; what is absent is no condition. */
export type HistoryFilter = {
  readonly playerId?: PlayerId;
  readonly kinds?: readonly string[];
  readonly cardId?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
};

/** A page of a history, newest first. It may be short, or empty, although more follows: go by `cursor`. */
export type HistoryRead = { readonly entries: readonly HistoryEntry[]; readonly cursor?: string };

/** What is filtered is looked for among so many entries, which is several busy days of a house. */
const readAtOnce = 1000;

/** Reads a page of the history of one player or of the house: one query, whatever it is filtered by. Throws `BadCursor`. */
export async function readHistory(
  deps: { readonly playerHistory: Pick<PlayerHistory, "page" | "house"> },
  { playerId, kinds, cardId, fromMs, toMs }: HistoryFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<HistoryRead> {
  const isFiltered = kinds !== undefined || cardId !== undefined;
  const before = cursor === undefined ? undefined : placeIn(cursor);
  const wanted = {
    backwards: true,
    // One more than wanted: the entry that the page comes after is read along and left out.
    limit: isFiltered ? readAtOnce : Math.min(readAtOnce, limit + 1),
    ...(fromMs !== undefined && { fromMs }),
    ...(toMs !== undefined && { toMs }),
    ...(before !== undefined && { before }),
  };
  const page =
    playerId === undefined
      ? await deps.playerHistory.house(wanted)
      : await deps.playerHistory.page(playerId, wanted);
  const fitting = page.entries.filter(
    ({ kind, facts }) =>
      (kinds === undefined || kinds.includes(kind)) && (cardId === undefined || facts["cardId"] === cardId),
  );
  const entries = fitting.slice(0, limit);
  const goesOn = fitting.length > limit || page.cursor !== undefined;
  const last = fitting.length > limit ? entries.at(-1) : page.entries.at(-1);
  return { entries, ...(goesOn && last !== undefined && { cursor: cursorAt(last) }) };
}

function cursorAt({ atMs, playerId, key }: HistoryPlace): string {
  return Buffer.from(JSON.stringify([atMs, playerId, key])).toString("base64url");
}

function placeIn(cursor: string): HistoryPlace {
  const place = parsed(cursor);
  if (place === undefined) throw new BadCursor("This is not a cursor of the page before");
  return place;
}

function parsed(cursor: string): HistoryPlace | undefined {
  try {
    const [atMs, playerId, key]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (typeof atMs !== "number" || typeof playerId !== "string" || typeof key !== "string") return undefined;
    return Math.abs(atMs) <= 8.64e15 ? { atMs, playerId: PlayerId(playerId), key } : undefined;
  } catch {
    return undefined; // no JSON, or no list
  }
}
