import type { AudioId } from "../ids.ts";
import { addDays, localTime, momentOf, type ZoneName } from "../time/local-time.ts";
import { occurrenceOn } from "../time/time-window.ts";
import { pick } from "./pick.ts";
import type { Stream } from "./stream.ts";
import { isPersonal, type StreamRule } from "./stream-rule.ts";

/** The one recording that a slot plays to everybody, whole; where the clock decides, since when and until when at most. */
export type LastingAnswer = {
  readonly audio: AudioId;
  readonly clock?: { readonly sinceMs: number; readonly untilMs: number };
};

/** Whose clock counts, and what it shows. */
export type ClockRead = { readonly nowMs: number; readonly zone: ZoneName };

/** How far back and ahead we look for the moment at which the clock decides otherwise. */
const daysLooked = 2;

/**
 * What whoever asks a slot is given, whoever they are and whatever was before, until somebody edits the stream; if the clock is
 * `read`, also where that alone decides. `undefined`: it depends.
 */
export function lastingAnswer(stream: Stream, slot: string, read?: ClockRead): LastingAnswer | undefined {
  const { rule, ending } = stream;
  if (ending !== undefined || isPersonal(rule)) return undefined;
  const isFixed = rule.kind === "fixed-list" || rule.kind === "queue";
  const clock = isFixed ? undefined : read && decidedBetween(rule, read);
  if (!isFixed && clock === undefined) return undefined;
  const { nowMs, zone } = read ?? { nowMs: 0, zone: "UTC" };
  const picked = pick(stream, slot, { nowMs, zone, listener: "", startedAtMs: nowMs, progress: {} });
  const [audio, ...more] = picked?.audio ?? [];
  if (audio === undefined || more.length > 0) return undefined;
  return { audio, ...(clock && { clock }) };
}

/** Between which moments a rule that goes by the clock alone decides as it does now; `undefined` for other rules. */
function decidedBetween(rule: StreamRule, { nowMs, zone }: ClockRead): LastingAnswer["clock"] {
  const { date } = localTime(nowMs, zone);
  const midnight = (days: number) => momentOf(addDays(date, days), 0, zone);
  if (rule.kind === "calendar") return { sinceMs: midnight(0), untilMs: midnight(1) };
  if (rule.kind !== "by-time") return undefined;
  const moments = rule.branches.flatMap(({ window }) =>
    Array.from({ length: 2 * daysLooked + 1 }, (_, at) => addDays(date, at - daysLooked)).flatMap((day) => {
      const each = occurrenceOn(window, day, zone);
      return each === undefined ? [] : [each.startMs, each.endMs];
    }),
  );
  return {
    sinceMs: Math.max(midnight(-daysLooked), ...moments.filter((each) => each <= nowMs)),
    untilMs: Math.min(midnight(daysLooked), ...moments.filter((each) => each > nowMs)),
  };
}
