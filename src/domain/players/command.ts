import type { CommandId, PlayerId, YotoCardId } from "../ids.ts";

/** What a sleep timer may end with. */
export type SleepEnd = "track" | "chapter";

/** What a parent can ask of a player. Percent is 0–100, as Yoto's commands count; times are whole seconds. */
export type Command =
  | { readonly do: "resume" }
  | { readonly do: "pause" }
  | { readonly do: "stop" }
  | {
      readonly do: "play-card";
      readonly yotoCardId: YotoCardId;
      readonly chapterKey?: string;
      readonly trackKey?: string;
      /** Absent: the player resumes where it remembers; 0: from the start (yoto-protocol §5.29). */
      readonly fromSeconds?: number;
      /** Stop at this second of the track. */
      readonly untilSeconds?: number;
      readonly anyButtonStops?: boolean;
    }
  | { readonly do: "set-volume"; readonly percent: number }
  | {
      readonly do: "set-sleep-timer";
      /** 0 = off. */
      readonly seconds: number;
      /** The timer means the end of this: who pauses or skips meanwhile moves it. Players know only seconds; we follow. */
      readonly endOf?: SleepEnd;
    }
  | { readonly do: "set-ambient-light"; readonly red: number; readonly green: number; readonly blue: number }
  | { readonly do: "show-icon"; readonly url: string; readonly seconds: number; readonly animated: boolean }
  | { readonly do: "bluetooth-on"; readonly as: "headphones-source" | "speaker" }
  | { readonly do: "bluetooth-off" }
  | { readonly do: "bluetooth-connect" }
  | { readonly do: "bluetooth-disconnect" }
  | { readonly do: "bluetooth-forget-all" }
  | { readonly do: "reboot" };

/** A command on its way to one player. After `expiresAtMs` nobody may send it any more: a late pause is a fault. */
export type PlayerOrder = {
  readonly id: CommandId;
  readonly playerId: PlayerId;
  readonly command: Command;
  readonly orderedAtMs: number;
  readonly expiresAtMs: number;
  /** Not to be sent before this moment: players that shall begin together are told the same one. */
  readonly sendAtMs?: number;
  /** Who asked, for the history: a user's name, `rule:<id>`, `webhook:<id>`. */
  readonly orderedBy: string;
};

/** What became of an order. `acked` means that the player parsed it, `took-effect` that its state shows it. */
export type OrderOutcome =
  | { readonly is: "waiting" }
  | { readonly is: "sent"; readonly atMs: number }
  | { readonly is: "acked"; readonly atMs: number }
  | { readonly is: "took-effect"; readonly atMs: number }
  | { readonly is: "refused"; readonly atMs: number }
  | { readonly is: "timed-out"; readonly atMs: number }
  | { readonly is: "player-offline"; readonly atMs: number }
  | { readonly is: "expired"; readonly atMs: number };
