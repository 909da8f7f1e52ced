import type { AudioId } from "../ids.ts";
import type { ZoneName } from "../time/local-time.ts";
import { nextOccurrence, occurrenceAt, type TimeWindow } from "../time/time-window.ts";

/**
 * How a stream ends at bedtime by itself: from the window's beginning on it gets quieter over some minutes, and then a lullaby
 * plays, if there is one. Who begins to listen within the window has those minutes.
 */
export type GentleEnding = {
  readonly window: TimeWindow;
  readonly minutes: number;
  readonly lullaby?: AudioId;
};

/** An ending as it was promised to one listener, in seconds of what it hears. */
export type EndingGiven = {
  readonly atSeconds: number;
  readonly fadeSeconds: number;
  readonly lullaby?: AudioId;
};

/** The ending of something that begins then and would play so long; `undefined`: it is over before bedtime. */
export function endingOf(
  ending: GentleEnding,
  beginsAtMs: number,
  seconds: number,
  zone: ZoneName,
): EndingGiven | undefined {
  const given = {
    fadeSeconds: ending.minutes * 60,
    ...(ending.lullaby !== undefined && { lullaby: ending.lullaby }),
  };
  if (occurrenceAt(ending.window, beginsAtMs, zone) !== undefined) return { atSeconds: 0, ...given };
  const within = Math.ceil(seconds / 86_400) + 1;
  const bedtimeMs = nextOccurrence(ending.window, beginsAtMs, zone, within)?.startMs;
  if (bedtimeMs === undefined) return undefined;
  const atSeconds = (bedtimeMs - beginsAtMs) / 1000;
  return atSeconds < seconds ? { atSeconds, ...given } : undefined;
}
