import {
  addDays,
  type LocalDate,
  localTime,
  momentOf,
  type Weekday,
  weekdayOf,
  type ZoneName,
} from "./local-time.ts";

/**
 * When something holds: on these days, between these times of day. A window whose end is not after its start runs past
 * midnight and belongs to the day it began on. Absent days mean every day, absent times all day.
 */
export type TimeWindow = {
  readonly weekdays?: readonly Weekday[];
  /** First and last day, both included. Either may be open. */
  readonly fromDate?: LocalDate;
  readonly toDate?: LocalDate;
  /** Minutes since midnight, 0–1439; both or neither. */
  readonly fromMinute?: number;
  readonly toMinute?: number;
};

/** One occurrence of a window: the day it began on, and its moments (`endMs` is no longer in it). */
export type Occurrence = { readonly date: LocalDate; readonly startMs: number; readonly endMs: number };

/** The occurrence of the window that holds at `atMs`, if one does. */
export function occurrenceAt(window: TimeWindow, atMs: number, zone: ZoneName): Occurrence | undefined {
  const { date } = localTime(atMs, zone);
  const mayBe = [occurrenceOn(window, date, zone), occurrenceOn(window, addDays(date, -1), zone)];
  return mayBe.find((each) => each !== undefined && each.startMs <= atMs && atMs < each.endMs);
}

/** The first occurrence that starts after `atMs`, looking at most `withinDays` ahead. */
export function nextOccurrence(
  window: TimeWindow,
  atMs: number,
  zone: ZoneName,
  withinDays = 400,
): Occurrence | undefined {
  const today = localTime(atMs, zone).date;
  for (let days = 0; days <= withinDays; days++) {
    const each = occurrenceOn(window, addDays(today, days), zone);
    if (each !== undefined && each.startMs > atMs) return each;
  }
  return undefined;
}

/** The occurrence that begins on `date`, if the window is open that day. */
export function occurrenceOn(window: TimeWindow, date: LocalDate, zone: ZoneName): Occurrence | undefined {
  if (!coversDay(window, date)) return undefined;
  const from = window.fromMinute ?? 0;
  const to = window.toMinute ?? 0;
  const lastsPastMidnight = to <= from;
  const startMs = momentOf(date, from, zone);
  const endMs = momentOf(lastsPastMidnight ? addDays(date, 1) : date, to, zone);
  return endMs > startMs ? { date, startMs, endMs } : undefined;
}

function coversDay({ weekdays, fromDate, toDate }: TimeWindow, date: LocalDate): boolean {
  if (weekdays !== undefined && !weekdays.includes(weekdayOf(date))) return false;
  if (fromDate !== undefined && date < fromDate) return false;
  return toDate === undefined || date <= toDate;
}
