import type { PlayerId, YotoCardId } from "../ids.ts";
import type { TimeWindow } from "../time/time-window.ts";

/** One rule of the house. */
export type RuleId = string & { readonly __kind: "RuleId" };
export const RuleId = (value: string) => value as RuleId;

/** 0–255 each. */
export type Colour = { readonly red: number; readonly green: number; readonly blue: number };

/** What to do with a track that is running when its time is up. */
export type Ending = "at-once" | "after-the-track";

/** What a rule says; when it says it is the window it carries. */
export type RuleKind =
  | {
      /** A card that the child starts in these hours is stopped or turned down, unless it is on the list. */
      readonly kind: "quiet-hours";
      readonly reaction: { readonly do: "stop" } | { readonly do: "lower"; readonly toSteps: number };
      readonly allowed: readonly YotoCardId[];
    }
  | {
      /** When the hours begin: turn down slowly, end what plays, dim the light. Once a night. */
      readonly kind: "bedtime";
      readonly fade?: { readonly minutes: number; readonly toSteps: number };
      readonly ending: Ending;
      readonly light?: Colour;
    }
  | { readonly kind: "volume-cap"; readonly maxSteps: number }
  | {
      /** So many minutes of listening a day (counted from midnight on the wall). */
      readonly kind: "daily-limit";
      readonly minutes: number;
      readonly warn?: { readonly minutesBefore: number; readonly light: Colour };
      readonly ending: Ending;
    }
  | {
      /** When the hours begin: play this, unless something plays already and `interrupt` is not set. */
      readonly kind: "play-at";
      readonly yotoCardId: YotoCardId;
      readonly chapterKey?: string;
      readonly volumePercent?: number;
      readonly interrupt: boolean;
    };

/** A rule with its hours and its players. Rules stand in an order: where two speak of one matter, the first has the say. */
export type HouseRule = RuleKind & {
  readonly id: RuleId;
  readonly title: string;
  readonly on: boolean;
  /** Only written into the log, never done. */
  readonly dryRun: boolean;
  /** Absent: all players. */
  readonly players?: readonly PlayerId[];
  readonly window: TimeWindow;
  /** Since when it says so. Hours that had begun by then begin, for this rule, with it. Absent: since ever. */
  readonly sinceMs?: number;
  /** When somebody last changed anything of it. Absent: before this was kept. */
  readonly changedAtMs?: number;
};

/** When somebody last changed a rule, as far as that is known; 0 if it is not. */
export function ruleChangedAtMs({ changedAtMs, sinceMs }: HouseRule): number {
  return changedAtMs ?? sinceMs ?? 0;
}

/** A time in which rules rest: holidays, a sick day. */
export type RuleException = {
  readonly id: string;
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly players?: readonly PlayerId[];
  /** Absent: all rules. */
  readonly rules?: readonly RuleId[];
};

/** "Ten more minutes": until then, nothing is ended on this player. */
export type MoreTime = { readonly playerId: PlayerId; readonly untilMs: number };

/** The cards that a rule speaks of. */
export function cardsOfRule(rule: HouseRule): readonly YotoCardId[] {
  switch (rule.kind) {
    case "quiet-hours":
      return rule.allowed;
    case "play-at":
      return [rule.yotoCardId];
    case "bedtime":
    case "volume-cap":
    case "daily-limit":
      return [];
  }
}
