import type { ActionMemory } from "./action-memory.ts";

/** Players report whole seconds, rounded down. */
const halfSecond = 0.5;

/** Where in the track playback is now, counted on from the last report; more exact than the state, which allows for jitter. */
export function secondsNow({ playback, tick }: ActionMemory, atMs: number): number | undefined {
  if (tick === undefined) return undefined;
  const moves = playback.status === "playing" && playback.waitingForData !== true;
  return tick.seconds + (moves ? halfSecond + Math.max(0, atMs - tick.atMs) / 1000 : 0);
}

/** Seconds to the end of the track; negative when it should be over. `undefined` for endless or unknown ones. */
export function leftOfTrack(memory: ActionMemory, atMs: number): number | undefined {
  const seconds = secondsNow(memory, atMs);
  const length = memory.playback.track?.seconds;
  if (seconds === undefined || length === undefined || length <= 0) return undefined;
  return length - seconds;
}

/** While it plays a player reports every five seconds: after a longer silence a report is missing, and who knows which. */
const silentMs = 7_000;

/** Whether nothing can have happened between the last report and this one without showing. */
export function isSeamless({ blind, heardAtMs, playback }: ActionMemory, atMs: number): boolean {
  if (blind || heardAtMs === undefined) return false;
  return playback.status !== "playing" || atMs - heardAtMs <= silentMs;
}
