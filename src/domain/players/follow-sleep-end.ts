import type { CardFacts } from "../cards/card-facts.ts";
import type { Command } from "./command.ts";
import type { PlayerState } from "./player-state.ts";
import { secondsToEndOf } from "./sleep-at-end.ts";

/** Closer than this the timer is right: a player tells whole seconds. */
const rightWithinMs = 3_000;
/** A timer that ends so soon is left alone: the track may just have ended by itself, and the next one is not meant. */
const tooSoonMs = 5_000;
/** So much longer the timer runs in a pause, and it is set anew when half of that is gone. */
const pauseSeconds = 30 * 60;

/**
 * Sets the sleep timer anew when the end it means has moved: after a skip and a pause. In a pause it is put off, so that it does
 * not end before the track; who never goes on is asleep half an hour later. `undefined`: nothing to do.
 */
export function followSleepEnd(
  state: PlayerState,
  card: CardFacts | undefined,
  nowMs: number,
): Extract<Command, { do: "set-sleep-timer" }> | undefined {
  const { sleepEndsWith: meant, sleepTimerEndsAtMs: timerMs, playback } = state;
  if (meant === undefined || timerMs === undefined || timerMs - nowMs < tooSoonMs) return undefined;
  const left = secondsToEndOf(meant.of, state, card, nowMs);
  if (!left.ok) return undefined;
  const command = { do: "set-sleep-timer", endOf: meant.of } as const;
  const offByMs = timerMs - nowMs - left.seconds * 1000;
  if (playback.status === "paused")
    return offByMs >= pauseSeconds * 500 ? undefined : { ...command, seconds: left.seconds + pauseSeconds };
  return Math.abs(offByMs) <= rightWithinMs ? undefined : { ...command, seconds: left.seconds };
}
