import type { PlayerId } from "../ids.ts";
import type { ZoneName } from "../time/local-time.ts";
import { nextOccurrence } from "../time/time-window.ts";
import type { HouseRule } from "./house-rule.ts";

/** More time is counted from the end it puts off, when that comes within this time; else from now. */
const aboutToEndMs = 30 * 60_000;

/**
 * Until when "ten more minutes" reach: from the end of what was given before, from bedtime or quiet hours that begin soon, or
 * from now, whichever is latest.
 */
export function moreTimeUntil(
  rules: readonly HouseRule[],
  given: {
    readonly playerId: PlayerId;
    readonly zone: ZoneName;
    readonly nowMs: number;
    readonly beforeMs?: number;
    readonly minutes: number;
  },
): number {
  const { nowMs, zone, playerId } = given;
  const soon = rules
    .filter(({ kind, on, dryRun }) => on && !dryRun && (kind === "bedtime" || kind === "quiet-hours"))
    .filter(({ players }) => players === undefined || players.includes(playerId))
    .flatMap(({ window }) => nextOccurrence(window, nowMs, zone, 1) ?? [])
    .map(({ startMs }) => startMs)
    .filter((startMs) => startMs - nowMs <= aboutToEndMs);
  const putOffMs = soon.length === 0 ? 0 : Math.min(...soon);
  const fromMs = Math.max(nowMs, given.beforeMs ?? 0, putOffMs);
  return fromMs + given.minutes * 60_000;
}
