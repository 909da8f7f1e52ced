import type { Action } from "../actions/action.ts";
import type { PlayerId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { ListenedSpan } from "../listening-days/listened-span.ts";
import { omitUndefined } from "../plain-values.ts";

/**
 * Something that happened to a player. `atMs` and `key` together name it: whoever sees the same happening twice must come
 * to the same two. Keys grow with the order in which a player's entries were written.
 */
export type HistoryEntry = {
  readonly playerId: PlayerId;
  readonly atMs: number;
  /** Tells apart what happened in the same millisecond. */
  readonly key: string;
  /** What happened: an action's `what`, or `listened`, which is only added up. */
  readonly kind: string;
  /** The rest of the action: `cause`, `confidence`, `cardId` … */
  readonly facts: JsonObject;
};

/** An action, or a span of listening, as an entry. */
export function entryOf(playerId: PlayerId, key: string, noted: Action | ListenedSpan): HistoryEntry {
  const { what, atMs, ...facts } = noted;
  return { playerId, atMs, key, kind: what, facts: omitUndefined(facts) };
}
