import { sameValue } from "../plain-values.ts";
import { positionJitterSeconds } from "./observe-playback.ts";
import type { StatusReport } from "./player-message.ts";
import { type PlayerState, positionNow } from "./player-state.ts";

const quietEveryMs = 15 * 60_000;

/** Readings that wander by themselves: nobody waits for them, so they are written with something else or every quarter of an hour. */
const drifting: ReadonlySet<keyof StatusReport> = new Set([
  "batteryCelsius",
  "deviceCelsius",
  "lightLevel",
  "freeDiskKib",
  "totalDiskKib",
  "wifiDbm",
  "upSeconds",
  "userVolumePercent",
  "displayBrightnessPercent",
]);

/**
 * Whether `after` must be written, given `before` as it was written last: what a person or a rule would notice at once,
 * wandering readings and bare signs of life every quarter of an hour.
 */
export function isWorthSaving(before: PlayerState, after: PlayerState, nowMs: number): boolean {
  if (before === after) return false;
  if (isMeaningful(before, after)) return true;
  return nowMs - (before.heardAtMs ?? 0) >= quietEveryMs;
}

/** Whether a person looking at the player, or a rule, would see a difference. */
function isMeaningful(before: PlayerState, after: PlayerState): boolean {
  return (
    before.name !== after.name ||
    before.family !== after.family ||
    before.deviceType !== after.deviceType ||
    before.timezone !== after.timezone ||
    before.accountId !== after.accountId ||
    before.presence.is !== after.presence.is ||
    before.volumeSteps !== after.volumeSteps ||
    before.volumeMaxSteps !== after.volumeMaxSteps ||
    before.sleepTimerEndsAtMs !== after.sleepTimerEndsAtMs ||
    before.loudspeakerSinceMs !== after.loudspeakerSinceMs ||
    before.sleepEndsWith?.of !== after.sleepEndsWith?.of ||
    playbackDiffers(before, after) ||
    statusDiffers(before.status, after.status)
  );
}

function playbackDiffers(before: PlayerState, after: PlayerState): boolean {
  if (before.playback === after.playback) return false;
  const { position: from, ...known } = before.playback;
  const { position: to, ...now } = after.playback;
  if (!sameValue(known, now) || (from === undefined) !== (to === undefined)) return true;
  if (to === undefined) return false;
  const expected = positionNow(before.playback, to.atMs) ?? to.seconds;
  return Math.abs(expected - to.seconds) > (now.status === "playing" ? positionJitterSeconds : 0);
}

function statusDiffers(before: StatusReport, after: StatusReport): boolean {
  if (before === after) return false;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof StatusReport)[]);
  return [...keys].some((key) => !drifting.has(key) && before[key] !== after[key]);
}
