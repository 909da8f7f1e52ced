import type { Action } from "../domain/actions/action.ts";
import type { ListenedSpan } from "../domain/listening-days/listened-span.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";

/** What stands in the history, or is added up there. */
export type Noted = Action | ListenedSpan;

/** Knows what there would be to tell of a player if nothing more came. */
export type Unsettled = { unsettled(): readonly Noted[] };

/** What happened and is not written yet. */
export type Pending = { readonly entry: HistoryEntry; readonly noted: Noted };

/** Ten thousand players share one list of nothing. */
export const none: readonly never[] = [];

/** The lists as one. */
export function joined<Item>(...lists: readonly (readonly Item[])[]): readonly Item[] {
  const filled = lists.filter(({ length }) => length > 0);
  if (filled.length === 0) return none;
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : filled.flat();
}

/** What is told instead of more than could be kept. */
export function tooMuch(fromMs: number, untilMs: number): Action {
  const whole = { fromMs, untilMs, atMs: untilMs };
  return { what: "gap", ...whole, reason: "too-much-at-once", cause: "unknown", confidence: "high" };
}
