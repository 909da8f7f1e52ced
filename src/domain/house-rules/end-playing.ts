import type { PlayerState } from "../players/player-state.ts";
import { positionNow } from "../players/player-state.ts";
import type { Ending } from "./house-rule.ts";
import type { CommandRequest } from "./opinion.ts";

/** Tracks that do not tell their length are not waited for longer than this. */
const longestWaitSeconds = 20 * 60;

/**
 * How to end what plays. "After the track" is left to the player's own sleep timer, so that it holds although our
 * connection may be gone by then.
 */
export function endPlaying(state: PlayerState, ending: Ending, nowMs: number, why: string): CommandRequest {
  const seconds = ending === "at-once" ? 0 : secondsLeft(state, nowMs);
  return seconds < 5
    ? { matter: "playing", command: { do: "stop" }, why }
    : { matter: "playing", command: { do: "set-sleep-timer", seconds, endOf: "track" }, why };
}

/** Whole seconds until the track ends, as far as the player told; else the longest we are ready to wait. */
function secondsLeft(state: PlayerState, nowMs: number): number {
  const length = state.playback.track?.seconds;
  const position = positionNow(state.playback, nowMs);
  if (!length || position === undefined) return longestWaitSeconds;
  return Math.max(0, Math.round(length - position));
}
