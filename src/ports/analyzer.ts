import type { Analyzed, AnalyzedWanted, NewAnalyzed } from "../domain/analyzed.ts";

/** Entries, newest first, and where a look begins that misses nothing after them. */
export type Look = { readonly entries: readonly Analyzed[]; readonly upTo: string };

/**
 * Carries what crossed the wires from whoever hears it to whoever looks. For looking at, not for keeping: the oldest go, and
 * what cannot be carried is lost.
 */
export type Analyzer = {
  /** Takes one. Never waits, never throws. */
  add(entry: NewAnalyzed): void;
  /**
   * What fits, of all that there is or of what came since `after` (an `upTo` of before). An entry may come twice when it came
   * within the last seconds: go by its id. May throw `Unavailable`.
   */
  recent(wanted: AnalyzedWanted & { readonly after?: string }, limit: number): Promise<Look>;
  /** Fulfils when there may be something after `upTo`, and at the signal. */
  more(upTo: string, signal: AbortSignal): Promise<void>;
  /** Fulfils when what was added is carried: whoever may be stopped between two requests waits for it. */
  settled(): Promise<void>;
};
