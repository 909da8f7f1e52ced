import type { Alarm, Settings } from "./settings.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const dayMs = 86_400_000;
const minuteMs = 60_000;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const options = {
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }); // a zone this machine does not know
  }
  formats.set(timeZone, format);
  return format;
}

/** The wall clock in the child's room. `weekday` 0 is Monday; `date` is `yyyymmdd`. */
export function localTime(atMs: number, timeZone: string) {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "0";
  const localAsUtc = Date.UTC(
    Number(part("year")),
    Number(part("month")) - 1,
    Number(part("day")),
    Number(part("hour")),
    Number(part("minute")),
    Number(part("second")),
  );
  return {
    minuteOfDay: Number(part("hour")) * 60 + Number(part("minute")),
    second: Number(part("second")),
    weekday: weekdays.indexOf(part("weekday")),
    date: `${part("year")}${part("month")}${part("day")}`,
    utcOffsetSeconds: Math.round((localAsUtc - Math.floor(atMs / 1_000) * 1_000) / 1_000),
  };
}

/** Whether the player is in day mode; the night may be the shorter or the longer part, and reach over midnight. */
export function isDay(settings: Settings, atMs: number): boolean {
  const { minuteOfDay } = localTime(atMs, settings.timeZone);
  const { startsAtMinute: day } = settings.day;
  const { startsAtMinute: night } = settings.night;
  return day <= night ? minuteOfDay >= day && minuteOfDay < night : minuteOfDay >= day || minuteOfDay < night;
}

/** When the next change between day and night mode falls due. */
export function nextModeChangeMs(settings: Settings, atMs: number): number {
  const starts = [settings.day.startsAtMinute, settings.night.startsAtMinute];
  return Math.min(...starts.map((minute) => nextAt(minute, settings.timeZone, atMs)));
}

/** The next time an alarm rings, and which it is; `undefined` without alarms. */
export function nextAlarm(settings: Settings, atMs: number): { atMs: number; alarm: Alarm } | undefined {
  let first: { atMs: number; alarm: Alarm } | undefined;
  for (const alarm of settings.alarms) {
    let rings = nextAt(alarm.minuteOfDay, settings.timeZone, atMs);
    for (let days = 0; days < 8; days += 1) {
      if (alarm.days[localTime(rings, settings.timeZone).weekday]) break;
      rings = nextAt(alarm.minuteOfDay, settings.timeZone, rings);
    }
    if (!alarm.days[localTime(rings, settings.timeZone).weekday]) continue;
    if (first === undefined || rings < first.atMs) first = { atMs: rings, alarm };
  }
  return first;
}

/** The next moment strictly after `atMs` at which the room's clock shows `minute`, also across summer time. */
function nextAt(minute: number, timeZone: string, atMs: number): number {
  const { minuteOfDay, second } = localTime(atMs, timeZone);
  const startOfMinute = Math.floor(atMs / 1_000) * 1_000 - second * 1_000;
  let guess = startOfMinute + (minute - minuteOfDay) * minuteMs;
  for (let tries = 0; tries < 4; tries += 1) {
    if (guess <= atMs) guess += dayMs;
    const shown = localTime(guess, timeZone).minuteOfDay;
    if (shown === minute) return guess;
    const off = ((minute - shown + 720 + 1_440) % 1_440) - 720;
    // In the hour that summer time leaves out the minute never comes: then the hour after counts.
    guess += off * minuteMs;
  }
  return guess > atMs ? guess : guess + dayMs;
}
