import { sameValue } from "../plain-values.ts";
import { observePlayback } from "./observe-playback.ts";
import type { PlaybackReport, PlayerMessage, StatusReport } from "./player-message.ts";
import type { PlayerState } from "./player-state.ts";

/** A player that said good-bye may still have messages under way; for this long they do not make it online again. */
const goodbyeHoldsMs = 10_000;
/** A sleep timer counts down in every report; within this the end it means has not moved. */
const timerJitterMs = 5_000;
/** A timer that ends further from where ours would was set by somebody else. */
const ownTimerWithinMs = 10_000;
/** How far `heardAtMs` may lag behind while nothing else changes: a tick is not a change. */
const heardEveryMs = 60_000;

/**
 * What we know after a message: full reports and deltas are laid over the last state, an absent field is unchanged.
 * Messages count in the order of their arrival, because a player's own clock may be hours off. Gives back the same
 * object when the message said nothing new.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export function observe(state: PlayerState, message: PlayerMessage): PlayerState {
  const after = seen(told(state, message), message);
  if (after === state && Math.abs(message.arrivedAtMs - (state.heardAtMs ?? 0)) < heardEveryMs) return state;
  return { ...after, heardAtMs: message.arrivedAtMs };
}

function told(state: PlayerState, message: PlayerMessage): PlayerState {
  switch (message.kind) {
    case "playback":
      return observeReport(state, message.report, message.arrivedAtMs);
    case "status":
      return observeStatus(state, message.report, message.arrivedAtMs);
    case "presence":
      return observePresence(state, message.online, presenceSince(message));
    case "response":
    case "unreadable":
      return state;
  }
}

/** Whoever speaks is online, unless it has just said good-bye. */
function seen(state: PlayerState, message: PlayerMessage): PlayerState {
  if (message.kind === "presence" || message.kind === "unreadable") return state;
  if (message.kind === "status" && message.report.shutDownReason !== undefined) return state;
  if (state.presence.is === "online") return state;
  const sinceGoodbyeMs = message.arrivedAtMs - state.presence.sinceMs;
  if (state.status.shutDownReason !== undefined && sinceGoodbyeMs < goodbyeHoldsMs) return state;
  return observePresence(state, true, message.arrivedAtMs);
}

function observeReport(state: PlayerState, report: PlaybackReport, atMs: number): PlayerState {
  const playback = observePlayback(state.playback, report, atMs);
  const volumeSteps = report.volumeSteps ?? state.volumeSteps;
  const volumeMaxSteps = report.volumeMaxSteps ?? state.volumeMaxSteps;
  const sleepTimerEndsAtMs = sleepTimerEnd(state.sleepTimerEndsAtMs, report, atMs);
  if (
    playback === state.playback &&
    volumeSteps === state.volumeSteps &&
    volumeMaxSteps === state.volumeMaxSteps &&
    sleepTimerEndsAtMs === state.sleepTimerEndsAtMs
  )
    return state;
  const { sleepTimerEndsAtMs: _, sleepEndsWith: meant, ...rest } = state;
  const isStillMeant =
    meant !== undefined && Math.abs((sleepTimerEndsAtMs ?? 0) - meant.timerMs) <= ownTimerWithinMs;
  return {
    ...rest,
    playback,
    ...(volumeSteps !== undefined && { volumeSteps }),
    ...(volumeMaxSteps !== undefined && { volumeMaxSteps }),
    ...(sleepTimerEndsAtMs !== undefined && { sleepTimerEndsAtMs }),
    ...(isStillMeant && { sleepEndsWith: meant }),
  };
}

function sleepTimerEnd(
  endsAtMs: number | undefined,
  report: PlaybackReport,
  atMs: number,
): number | undefined {
  if (report.sleepTimerActive === false || report.sleepTimerSeconds === 0) return undefined;
  if (report.sleepTimerSeconds === undefined) return endsAtMs;
  const toldEndsAtMs = atMs + report.sleepTimerSeconds * 1000;
  return endsAtMs !== undefined && Math.abs(toldEndsAtMs - endsAtMs) <= timerJitterMs
    ? endsAtMs
    : toldEndsAtMs;
}

function observeStatus(state: PlayerState, report: StatusReport, atMs: number): PlayerState {
  const status = { ...state.status, ...report };
  const after = sameValue(status, state.status) ? state : { ...state, status };
  return report.shutDownReason === undefined ? after : observePresence(after, false, atMs);
}

/** Also used for what the device list says while there is no connection. A player that comes back has no good-bye left. */
export function observePresence(state: PlayerState, online: boolean, sinceMs: number): PlayerState {
  const is = online ? "online" : "offline";
  if (state.presence.is === is) return state;
  const { shutDownReason, ...status } = state.status;
  const { loudspeakerSinceMs, ...rest } = state;
  return {
    ...rest,
    ...(!online && loudspeakerSinceMs !== undefined && { loudspeakerSinceMs }),
    presence: { is, sinceMs },
    ...(online && shutDownReason !== undefined && { status }),
  };
}

function presenceSince(message: { readonly sinceMs?: number; readonly arrivedAtMs: number }): number {
  const { sinceMs, arrivedAtMs } = message;
  return sinceMs !== undefined && sinceMs > 0 && sinceMs <= arrivedAtMs ? sinceMs : arrivedAtMs;
}
