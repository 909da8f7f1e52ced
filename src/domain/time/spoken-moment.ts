import {
  addDays,
  localTime,
  minuteOfClock,
  momentOf,
  type Weekday,
  weekdays,
  type ZoneName,
} from "./local-time.ts";

/**
 * The moment somebody means by `now`, `7:30` (the next time the clock shows it), `tomorrow 7:30`, `sat 19:00` or
 * `2026-12-01 07:30`. `undefined` for anything else.
 */
export function spokenMoment(text: string, nowMs: number, zone: ZoneName): number | undefined {
  const words = text.trim().toLowerCase().split(/\s+/);
  const [first = "", second] = words;
  if (words.length === 1 && (first === "now" || first === "")) return nowMs;
  const today = localTime(nowMs, zone);
  if (words.length === 1) {
    const iso = /^(\d{4}-\d\d-\d\d)t(\d\d:\d\d)$/.exec(first);
    if (iso !== null) return onDay(iso[1], iso[2], zone);
    const minute = minuteOfClock(first);
    if (minute === undefined) return undefined;
    const atMs = momentOf(today.date, minute, zone);
    return atMs >= nowMs ? atMs : momentOf(addDays(today.date, 1), minute, zone);
  }
  if (words.length > 2) return undefined;
  if (first === "today") return onDay(today.date, second, zone);
  if (first === "tomorrow") return onDay(addDays(today.date, 1), second, zone);
  const weekday = weekdays.find((each) => each === first.slice(0, 3));
  if (weekday !== undefined)
    return onDay(addDays(today.date, daysUntil(today.weekday, weekday)), second, zone);
  return onDay(first, second, zone);
}

function onDay(date: string | undefined, clock: string | undefined, zone: ZoneName): number | undefined {
  const minute = clock === undefined ? undefined : minuteOfClock(clock);
  if (date === undefined || minute === undefined || !isDate(date)) return undefined;
  return momentOf(date, minute, zone);
}

/** Whether a text is a day of the calendar, `2026-02-28`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** 1–7: the same weekday means next week's. */
function daysUntil(from: Weekday, to: Weekday): number {
  return ((weekdays.indexOf(to) - weekdays.indexOf(from) + 6) % 7) + 1;
}
