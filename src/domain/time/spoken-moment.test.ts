import { expect, test } from "vitest";
import { momentOf } from "./local-time.ts";
import { isDate, spokenMoment } from "./spoken-moment.ts";

const zone = "Europe/London";
const at = (date: string, minute: number) => momentOf(date, minute, zone);
const now = at("2026-11-23", 12 * 60); // a Monday

test.each([
  ["now", now],
  ["", now],
  ["13:00", at("2026-11-23", 780)],
  ["7:30", at("2026-11-24", 450)],
  ["today 7:30", at("2026-11-23", 450)],
  ["Tomorrow 07:30", at("2026-11-24", 450)],
  ["sat 19:00", at("2026-11-28", 1140)],
  ["Monday 8:00", at("2026-11-30", 480)],
  ["2026-12-01 06:00", at("2026-12-01", 360)],
  ["2026-12-01T06:00", at("2026-12-01", 360)],
  ["2026-07-01 06:00", Date.UTC(2026, 6, 1, 5)],
])("“%s” is a moment", (words, expected) => {
  expect(spokenMoment(words, now, zone)).toBe(expected);
});

test.each(["soon", "tomorrow", "25:00", "2026-13-01 07:00", "2026-02-30 07:00", "sat 7:30 pm"])(
  "“%s” is no moment",
  (words) => {
    expect(spokenMoment(words, now, zone)).toBeUndefined();
  },
);

test("a day is a day of the calendar", () => {
  expect(["2026-02-28", "2028-02-29"].every(isDate)).toBe(true);
  expect(["2026-02-29", "2026-2-1", "tomorrow", "2026-00-10"].some(isDate)).toBe(false);
});
