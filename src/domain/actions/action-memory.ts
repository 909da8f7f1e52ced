import type { CommandId, YotoCardId } from "../ids.ts";
import { omitUndefined } from "../plain-values.ts";
import type { PlayerOrder } from "../players/command.ts";
import type { Playback, PlayerState } from "../players/player-state.ts";
import type { Action, Cause, TrackPlace } from "./action.ts";

/** Turns of the knob that are still one action. */
export type KnobTurn = {
  readonly fromSteps: number;
  readonly toSteps: number;
  /** Reports it came in, and the largest step between two of them. */
  readonly reports: number;
  readonly largest: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Nothing played and a minute had just begun: this is what an alarm does before it plays. */
  readonly mayBeAlarm: boolean;
  /** A full report has said the same since. */
  readonly confirmed: boolean;
};

/** Playback that ended, while we wait to hear whether the card still lies in the slot. */
export type Ending = TrackPlace & {
  readonly cardId: YotoCardId;
  readonly title?: string;
  readonly atMs: number;
  readonly atSeconds?: number;
  /** Where the track was by our count, had it gone on. */
  readonly countedSeconds?: number;
  /** Whether it lay in the slot: it may have, and a status had said so. */
  readonly wasInSlot: boolean;
  readonly knownInSlot: boolean;
  /** The track was at its end: as the player says itself, as we count, or not. */
  readonly atEnd: "said" | "counted" | "no";
  /** It ended while nobody listened. */
  readonly unheard: boolean;
  readonly timerDue: boolean;
  readonly byAlarm: boolean;
};

/** An order of ours that may still explain something. */
export type RememberedOrder = {
  readonly order: PlayerOrder;
  readonly sentAtMs: number;
  readonly ackedAtMs?: number;
  /** It has explained what it was for. */
  readonly spent: boolean;
};

export type Slot = "empty" | "physical" | "unknown";

/** What the conclusions about one player stand on. Plain values; begin with {@link newActionMemory}. */
export type ActionMemory = {
  /** What plays, as the conclusions so far have it. */
  readonly playback: Playback;
  /** Who or what began it. */
  readonly began?: { readonly by: Cause; readonly atMs: number };
  /** The last reported second of the track. */
  readonly tick?: { readonly seconds: number; readonly atMs: number };
  /** When the last playback report came. */
  readonly heardAtMs?: number;
  /** Nobody listened: the next report shows only a result. */
  readonly blind: boolean;
  readonly volume?: number;
  readonly limit?: number;
  readonly dayMode?: "day" | "night";
  readonly slot: Slot;
  /** The card that lay in the slot last, where we know it. */
  readonly slotCardId?: YotoCardId;
  /** What lay there when it was switched off: a player goes on with it after its boot. */
  readonly layCardId?: YotoCardId;
  /** Switched off or gone, since when and how. */
  readonly away?: { readonly atMs: number; readonly off: boolean; readonly byOrder?: CommandId };
  readonly bootedAtMs?: number;
  /** The card that ended last: it may go on without being put in. */
  readonly last?: TrackPlace & { readonly cardId: YotoCardId };
  /** When the player confirmed a command last, whosever: that we would hear of a stranger's. */
  readonly confirmedAtMs?: number;
  readonly orders: readonly RememberedOrder[];
  /** Commands of other people that the player confirmed: `card`, `card-play`, `volume`. */
  readonly foreign: readonly { readonly about: string; readonly atMs: number }[];

  readonly knob?: KnobTurn;
  readonly ending?: Ending;
  readonly limitChange?: { readonly fromSteps: number; readonly toSteps: number; readonly atMs: number };
  /** What a status said; believed when no other contradicts it at once, because reports may overtake each other. */
  readonly slotNews?: { readonly slot: Slot; readonly atMs: number };
  readonly dayNews?: { readonly mode: "day" | "night"; readonly atMs: number };
  readonly arriving?: { readonly atMs: number };
};

/** Begins with a player as it was stored: what happens from now on is told against that. */
export function newActionMemory(state: PlayerState): ActionMemory {
  const { playback, volumeSteps, volumeMaxSteps, status } = state;
  return {
    playback,
    blind: true,
    slot: "unknown",
    orders: [],
    foreign: [],
    ...(volumeSteps !== undefined && { volume: volumeSteps }),
    ...(volumeMaxSteps !== undefined && { limit: volumeMaxSteps }),
    ...(status.dayMode !== undefined && { dayMode: status.dayMode }),
    ...(state.presence.is === "offline" && {
      away: { atMs: state.presence.sinceMs, off: status.shutDownReason !== undefined },
    }),
  };
}

/** One step of thought: conclusions change `memory` and add to `actions`; nothing else is touched. */
export type Thought = { memory: ActionMemory; readonly actions: Action[] };

/** Lays changes over the memory; `undefined` forgets. */
export function remember(
  thought: Thought,
  changes: { readonly [Key in keyof ActionMemory]?: ActionMemory[Key] | undefined },
): void {
  const merged: Partial<Record<keyof ActionMemory, unknown>> = { ...thought.memory, ...changes };
  if (Object.values(changes).every((value) => value !== undefined)) thought.memory = merged as ActionMemory;
  // Not `delete`: an object that lost a property takes ten times the memory from then on.
  else thought.memory = omitUndefined(merged) as ActionMemory;
}
