/** An IANA time zone name, such as `Europe/London`. */
export type ZoneName = string;

/** A day of the calendar, `2026-03-29`, in no particular zone. Sorts as text. */
export type LocalDate = string;

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export const weekdays = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
] as const satisfies readonly Weekday[];

/** What the clock and the calendar on the wall show at a moment. */
export type LocalTime = {
  readonly date: LocalDate;
  readonly weekday: Weekday;
  /** Minutes since local midnight as the clock shows them, 0–1439; on a day of 23 or 25 hours too. */
  readonly minuteOfDay: number;
  readonly second: number;
};

const formats = new Map<ZoneName, Intl.DateTimeFormat>();

function formatOf(zone: ZoneName): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether this machine knows the zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the wall shows in `zone` at `atMs`. Throws a RangeError for a zone that {@link isZone} refuses. */
export function localTime(atMs: number, zone: ZoneName): LocalTime {
  const shown = new Date(Math.floor(atMs / 1000) * 1000 + offsetMs(atMs, zone));
  const date = shown.toISOString().slice(0, 10);
  return {
    date,
    weekday: weekdayOf(date),
    minuteOfDay: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

/** The weekday of a date. */
export function weekdayOf(date: LocalDate): Weekday {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay(); // 0 = Sunday
  return weekdays[(day + 6) % 7] ?? "mon";
}

/** The date `days` later (or earlier, when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  const atMs = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(atMs).toISOString().slice(0, 10);
}

/** How many days after `from` the date `to` is. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * The first moment at which the wall in `zone` shows `minuteOfDay` or later on `date`. A time that the clock skips in spring is
 * the moment of the skip; a time that comes twice in autumn is its first coming.
 */
export function momentOf(date: LocalDate, minuteOfDay: number, zone: ZoneName): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minuteOfDay * 60_000;
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((atMs) => offsetMs(atMs, zone));
  const candidates = offsets.map((offset) => wanted - offset).sort((one, other) => one - other);
  const exact = candidates.find((atMs) => atMs + offsetMs(atMs, zone) === wanted);
  if (exact !== undefined) return exact;
  return firstMomentShowing(wanted, candidates, zone);
}

/** In a gap: the moment of the jump lies between the two candidates; looked for by halving. */
function firstMomentShowing(wanted: number, candidates: readonly number[], zone: ZoneName): number {
  let before = Math.min(...candidates) - 1000;
  let after = Math.max(...candidates);
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (middle + offsetMs(middle, zone) >= wanted) after = middle;
    else before = middle;
  }
  return after;
}

/** Clocks are set on the quarter of an hour; one zone did it at a minute past midnight, until 2011. */
const quarterMs = 15 * 60_000;
const quartersSinceMs = Date.UTC(2012, 0, 1);
const mostKept = 50_000;
const keptOffsets = new Map<string, number>();

/** How far the wall in `zone` is ahead of UTC. Asking the calendar is dear, so answers are kept. */
function offsetMs(atMs: number, zone: ZoneName): number {
  if (atMs < quartersSinceMs) return askedOffsetMs(atMs, zone);
  const quarter = Math.floor(atMs / quarterMs);
  const key = `${zone} ${quarter}`;
  const kept = keptOffsets.get(key);
  if (kept !== undefined) return kept;
  const asked = askedOffsetMs(quarter * quarterMs, zone);
  if (keptOffsets.size >= mostKept) keptOffsets.clear();
  keptOffsets.set(key, asked);
  return asked;
}

function askedOffsetMs(atMs: number, zone: ZoneName): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) parts[type] = value;
  const { year = "", month = "", day = "", hour = "", minute = "", second = "" } = parts;
  const shown = Date.parse(`${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return shown - Math.floor(atMs / 1000) * 1000;
}

/** `"07:30"` → 450. `undefined` for anything that is no time of day. */
export function minuteOfClock(clock: string): number | undefined {
  const match = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(clock);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** 450 → `"07:30"`. */
export function clockOfMinute(minuteOfDay: number): string {
  const hours = Math.floor(minuteOfDay / 60);
  return `${String(hours).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}
