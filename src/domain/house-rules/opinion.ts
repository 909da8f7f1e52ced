import type { Command } from "../players/command.ts";
import type { PlayerState } from "../players/player-state.ts";
import type { ZoneName } from "../time/local-time.ts";
import type { RuleNotes } from "./rule-memory.ts";

/** What a rule looks at. */
export type RuleView = {
  readonly nowMs: number;
  readonly zone: ZoneName;
  readonly state: PlayerState;
  /** Milliseconds of listening on the local day of `nowMs`, the running stretch included. */
  readonly listenedTodayMs: number;
  /** When the "more time" given to this player ends; absent or past: none. */
  readonly moreTimeUntilMs?: number;
};

/** What a wish is about; of two wishes about one matter the one of the earlier rule counts. */
export type Matter = "playing" | "volume" | "light";

/** Something a rule wants done, in words that stand in the log. */
export type CommandRequest = { readonly matter: Matter; readonly command: Command; readonly why: string };

/** What a rule has to say at this moment. */
export type Opinion = {
  readonly wishes: readonly CommandRequest[];
  readonly notes?: RuleNotes;
  /** Something worth the log although nothing is to be done. */
  readonly remarks: readonly string[];
  /** When to ask this rule again although nothing changed on the player. */
  readonly askAgainAtMs?: number;
};

export const silent: Opinion = { wishes: [], remarks: [] };

/** A player does not take a command back at once: the same wish is not repeated within this time. */
export const patienceMs = 5_000;
