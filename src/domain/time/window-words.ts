import { clockOfMinute, type Weekday, weekdays } from "./local-time.ts";
import type { TimeWindow } from "./time-window.ts";
import { weekdayNames } from "./weekday-names.ts";

/** A window in words: `Monday to Thursday from 19:30 to 06:30`, `every day`, `1–24 December …` as dates. */
export function windowWords(window: TimeWindow): string {
  const parts = [dayWords(window.weekdays), dateWords(window), timeWords(window)];
  return parts.filter((part) => part !== "").join(" ");
}

function dayWords(days: readonly Weekday[] | undefined): string {
  if (days === undefined || days.length === 7) return "every day";
  const sorted = weekdays.filter((day) => days.includes(day));
  if (sorted.length === 0) return "on no day";
  const first = sorted[0] ?? "mon";
  const last = sorted[sorted.length - 1] ?? "mon";
  const inARow = weekdays.indexOf(last) - weekdays.indexOf(first) === sorted.length - 1;
  if (sorted.length > 2 && inARow) return `${weekdayNames[first]} to ${weekdayNames[last]}`;
  const missing = weekdays.filter((day) => !days.includes(day));
  if (sorted.length === 6) return `every day but ${missing.map((day) => weekdayNames[day]).join()}`;
  const after = weekdays[(weekdays.indexOf(missing.at(-1) ?? "sun") + 1) % 7] ?? "mon";
  const before = weekdays[(weekdays.indexOf(missing[0] ?? "mon") + 6) % 7] ?? "sun";
  const missingInARow = weekdays.indexOf(missing.at(-1) ?? "sun") - weekdays.indexOf(missing[0] ?? "mon");
  if (sorted.length > 2 && missingInARow === missing.length - 1)
    return `${weekdayNames[after]} to ${weekdayNames[before]}`;
  const words = sorted.map((day) => weekdayNames[day]);
  return words.length === 1 ? `on ${words[0]}` : `on ${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function dateWords({ fromDate, toDate }: TimeWindow): string {
  if (fromDate !== undefined && fromDate === toDate) return `(on ${fromDate})`;
  if (fromDate !== undefined && toDate !== undefined) return `(${fromDate} to ${toDate})`;
  if (fromDate !== undefined) return `(since ${fromDate})`;
  return toDate === undefined ? "" : `(until ${toDate})`;
}

function timeWords({ fromMinute, toMinute }: TimeWindow): string {
  if (fromMinute === undefined || toMinute === undefined || (fromMinute === 0 && toMinute === 0)) return "";
  return `from ${clockOfMinute(fromMinute)} to ${clockOfMinute(toMinute)}`;
}
