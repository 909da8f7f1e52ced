import type { Command, OrderOutcome, PlayerOrder } from "./command.ts";
import type { PlayerMessage } from "./player-message.ts";
import { type PlayerState, positionNow } from "./player-state.ts";
import { volumeStepsMax } from "./volume.ts";

/** How long after sending a command a change may still be its doing. */
export const expectedForMs = 8_000;

/** A command of ours under way: what changes because of it is not the child's doing. */
export type Expectation = {
  readonly order: PlayerOrder;
  readonly sentAtMs: number;
  readonly outcome: OrderOutcome;
};

/** What we expect from the moment the order is sent. */
export function expectationOf(order: PlayerOrder, sentAtMs: number): Expectation {
  return { order, sentAtMs, outcome: { is: "sent", atMs: sentAtMs } };
}

/** Whether nothing more can become of the order. */
export function isSettled(outcome: OrderOutcome): boolean {
  return outcome.is !== "waiting" && outcome.is !== "sent" && outcome.is !== "acked";
}

/** What the order has come to, given one more message and the state after it. The same object when nothing changed. */
export function afterMessage(
  expectation: Expectation,
  message: PlayerMessage,
  after: PlayerState,
): Expectation {
  const { outcome, order } = expectation;
  const atMs = message.arrivedAtMs;
  if (isSettled(outcome)) return expectation;
  if (message.kind === "response") {
    if (!message.requestBody.includes(order.id)) return expectation;
    if (!message.ok) return { ...expectation, outcome: { is: "refused", atMs } };
    if (outcome.is === "acked") return expectation;
    return { ...expectation, outcome: { is: "acked", atMs } };
  }
  if (message.kind === "unreadable" || !shows(order.command, after, atMs)) return expectation;
  return { ...expectation, outcome: { is: "took-effect", atMs } };
}

/** What the order has come to when its time is up: an acknowledged order stays so, others failed for a reason. */
export function afterSilence(expectation: Expectation, state: PlayerState, atMs: number): OrderOutcome {
  if (expectation.outcome.is !== "sent") return expectation.outcome;
  return { is: state.presence.is === "offline" ? "player-offline" : "timed-out", atMs };
}

/** Whether the player leaves the air because of the command, so that its good-bye is no lapse of its Wi-Fi. */
export function goesOffline(command: Command): boolean {
  return command.do === "reboot" || (command.do === "bluetooth-on" && command.as === "speaker");
}

/** Whether a state shows what the command wanted. Commands whose effect no report tells never show. */
function shows(command: Command, { playback, ...state }: PlayerState, atMs: number): boolean {
  switch (command.do) {
    case "resume":
      return playback.status === "playing";
    case "pause":
      return playback.status === "paused" || playback.status === "stopped";
    case "stop":
      return playback.status === "stopped";
    case "play-card": {
      const at = positionNow(playback, atMs);
      const from = command.fromSeconds;
      return (
        playback.cardId === command.yotoCardId &&
        playback.status === "playing" &&
        playback.waitingForData !== true &&
        (command.chapterKey === undefined || playback.chapter?.key === command.chapterKey) &&
        (command.trackKey === undefined || playback.track?.key === command.trackKey) &&
        (from === undefined || at === undefined || Math.abs(at - from) <= expectedForMs / 1000)
      );
    }
    case "set-volume": {
      // How a player rounds a percentage between two steps is not published.
      const wanted = (command.percent * volumeStepsMax) / 100;
      const capped = Math.min(wanted, state.volumeMaxSteps ?? volumeStepsMax);
      return state.volumeSteps !== undefined && Math.abs(state.volumeSteps - capped) < 1;
    }
    case "set-sleep-timer": {
      if (command.seconds === 0) return state.sleepTimerEndsAtMs === undefined;
      const left = (state.sleepTimerEndsAtMs ?? 0) - atMs;
      return left > 0 && Math.abs(left - command.seconds * 1000) <= 2 * expectedForMs;
    }
    case "reboot":
      return state.presence.is === "offline";
    case "bluetooth-on":
      return goesOffline(command) && state.presence.is === "offline";
    case "set-ambient-light":
    case "show-icon":
    case "bluetooth-off":
    case "bluetooth-connect":
    case "bluetooth-disconnect":
    case "bluetooth-forget-all":
      return false;
  }
}
