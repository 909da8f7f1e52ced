import type { CommandId, YotoCardId } from "../ids.ts";
import type { Command, OrderOutcome } from "../players/command.ts";

/**
 * How sure we are of what happened and of who did it. `high` is only said where nothing else fits; what two explanations fit is
 * `medium`; `low` is known by its result alone, or a guess.
 */
export type Confidence = "high" | "medium" | "low";

/**
 * Who or what brought it about: a hand on the player, an order of ours, Yoto's app or another program, the right button while
 * no card played, an alarm, the sleep timer, the player by itself (the end of a track, its clock, its battery), or nobody knows.
 */
export type Cause = "child" | "us" | "app" | "shortcut" | "alarm" | "timer" | "player" | "unknown";

/** A track of a card. */
export type TrackPlace = { readonly chapterKey?: string; readonly trackKey?: string };
type Place = TrackPlace & {
  readonly cardId?: YotoCardId;
  /** Of the track, as the player says it. */
  readonly title?: string;
};
type Moved = Place & { readonly from: TrackPlace };

/** Why nobody listened for a while. */
export type GapCause = "connection-lost" | "listener-stopped" | "too-much-at-once";

/** Something that happened to a player. No player reports its buttons: all of this is concluded from what its reports show. */
export type Happening =
  | ({ readonly what: "card-inserted" } & Place)
  /** It began to play without having been put in, or lay in the slot already. */
  | ({ readonly what: "card-started" } & Place)
  /** `atSeconds`: how far into the track. */
  | ({ readonly what: "card-removed" | "playback-stopped"; readonly atSeconds?: number } & Place)
  /** Played to its end. */
  | ({ readonly what: "card-ended" } & Place)
  | ({ readonly what: "playback-paused" | "playback-resumed"; readonly atSeconds?: number } & Place)
  /** `steps`: how many tracks at once. */
  | ({ readonly what: "next-track" | "previous-track"; readonly steps?: number } & Moved)
  | ({ readonly what: "track-restarted" } & Place)
  /** A track came to its end and the next began by itself. */
  | ({ readonly what: "track-ended" } & Moved)
  /** Somewhere else on the card, neither the next nor the previous. */
  | ({ readonly what: "track-chosen" } & Moved)
  /** A button of an interactive story. */
  | ({ readonly what: "choice-made"; readonly button?: "left" | "right" } & Moved)
  | {
      readonly what: "volume-changed";
      readonly fromSteps: number;
      readonly toSteps: number;
      /** By how many steps in all; up and down within one turn cancel each other. */
      readonly steps: number;
      readonly direction: "up" | "down" | "back";
    }
  | { readonly what: "volume-limit-changed"; readonly fromSteps: number; readonly toSteps: number }
  | {
      readonly what: "day-began" | "night-began";
      /** The loudest it can be turned, where that changed. */
      readonly fromSteps?: number;
      readonly toSteps?: number;
    }
  | { readonly what: "powered-on" }
  | { readonly what: "powered-off" | "went-offline" | "came-online"; readonly why?: string }
  /** Between the two moments nobody listened: what happened then is known only by its result. */
  | { readonly what: "gap"; readonly fromMs: number; readonly untilMs: number; readonly reason: GapCause }
  | { readonly what: "order-settled"; readonly do: Command["do"]; readonly outcome: OrderOutcome["is"] };

/** Who did it, as far as one can tell. `orderId`: by which order of ours. */
export type Attribution = {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly orderId?: CommandId;
};

/** A happening with its cause, at the moment it showed (our clock). */
export type Action = Happening & Attribution & { readonly atMs: number };

export type ActionKind = Happening["what"];

/** Every kind there is, for lists of them. */
export const actionKinds = [
  "card-inserted",
  "card-started",
  "card-removed",
  "card-ended",
  "playback-paused",
  "playback-resumed",
  "playback-stopped",
  "next-track",
  "previous-track",
  "track-restarted",
  "track-ended",
  "track-chosen",
  "choice-made",
  "volume-changed",
  "volume-limit-changed",
  "day-began",
  "night-began",
  "powered-on",
  "powered-off",
  "came-online",
  "went-offline",
  "gap",
  "order-settled",
] as const satisfies readonly ActionKind[];
