import { type LocalDate, weekdayOf } from "../time/local-time.ts";
import { weekdayNames } from "../time/weekday-names.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const ordinals: Readonly<Record<number, string>> = {
  1: "st",
  2: "nd",
  3: "rd",
  21: "st",
  22: "nd",
  23: "rd",
  31: "st",
};

/** What is said on a day: the places in the greeting filled, as one would say it. Without words their place stays empty. */
export function greetingFor(greeting: string, date: LocalDate, words: string): string {
  const day = Number(date.slice(8));
  const month = months[Number(date.slice(5, 7)) - 1] ?? "";
  const places: Readonly<Record<string, string>> = {
    weekday: weekdayNames[weekdayOf(date)],
    date: `the ${day}${ordinals[day] ?? "th"} of ${month}`,
    words,
  };
  return greeting
    .replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place)
    .replace(/\s+/g, " ")
    .trim();
}
