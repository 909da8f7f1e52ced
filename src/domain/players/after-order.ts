import type { Command } from "./command.ts";
import { goesOffline } from "./expectation.ts";
import type { PlayerState } from "./player-state.ts";

/** What has to be remembered of a command that took effect, because no report tells it: the same state where there is nothing. */
export function afterOrder(state: PlayerState, command: Command, atMs: number): PlayerState {
  // Nothing a player reports tells a loudspeaker apart from a player that is switched off.
  if (command.do === "bluetooth-on" && goesOffline(command)) return { ...state, loudspeakerSinceMs: atMs };
  if (command.do !== "set-sleep-timer") return state;
  // Players know only seconds: what they were to mean is remembered, so that the timer can follow it.
  const { sleepEndsWith: _, ...rest } = state;
  const timerMs = state.sleepTimerEndsAtMs;
  if (command.endOf === undefined || timerMs === undefined) return rest;
  return { ...rest, sleepEndsWith: { of: command.endOf, timerMs } };
}
