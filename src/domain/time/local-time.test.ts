import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  clockOfMinute,
  daysBetween,
  isZone,
  localTime,
  minuteOfClock,
  momentOf,
  weekdayOf,
} from "./local-time.ts";

const utc = (text: string) => Date.parse(`${text}Z`);

test("the wall in London shows winter and summer time", () => {
  expect(localTime(utc("2026-01-15T07:30:05"), "Europe/London")).toEqual({
    date: "2026-01-15",
    weekday: "thu",
    minuteOfDay: 450,
    second: 5,
  });
  expect(localTime(utc("2026-07-15T23:30:00"), "Europe/London")).toMatchObject({
    date: "2026-07-16",
    minuteOfDay: 30,
  });
});

test("a time that spring skips is the moment of the skip", () => {
  expect(momentOf("2026-03-29", 90, "Europe/London")).toBe(utc("2026-03-29T01:00:00"));
  expect(momentOf("2026-03-08", 150, "America/New_York")).toBe(utc("2026-03-08T07:00:00"));
});

test("a time that autumn repeats is its first coming", () => {
  expect(momentOf("2026-10-25", 90, "Europe/London")).toBe(utc("2026-10-25T00:30:00"));
});

test("midnight that a zone skips is the first moment of the day", () => {
  const start = momentOf("2026-09-06", 0, "America/Santiago"); // clocks go 00:00 → 01:00
  expect(localTime(start, "America/Santiago")).toMatchObject({ date: "2026-09-06", minuteOfDay: 60 });
  expect(localTime(start - 1000, "America/Santiago").date).toBe("2026-09-05");
});

test("the moment of any time of any day shows that time, or the end of the gap that swallowed it", () => {
  const zones = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3650 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom(...zones),
      (day, minute, zone) => {
        const date = addDays("2020-01-01", day);
        const atMs = momentOf(date, minute, zone);
        const shown = localTime(atMs, zone);
        const before = localTime(atMs - 1000, zone);
        expect(
          `${shown.date} ${clockOfMinute(shown.minuteOfDay)}` >= `${date} ${clockOfMinute(minute)}`,
        ).toBe(true);
        const shownExactly = shown.date === date && shown.minuteOfDay === minute;
        const jumpedOver =
          `${before.date} ${clockOfMinute(before.minuteOfDay)}` < `${date} ${clockOfMinute(minute)}`;
        expect(shownExactly || jumpedOver).toBe(true);
      },
    ),
  );
});

test("dates count on over months, leap days and years", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  expect(weekdayOf("2026-11-23")).toBe("mon");
});

test("times of day are read with and without a colon, and nonsense is not", () => {
  expect(minuteOfClock("07:30")).toBe(450);
  expect(minuteOfClock("1100")).toBe(660);
  expect(minuteOfClock("24:00")).toBeUndefined();
  expect(minuteOfClock("soon")).toBeUndefined();
  expect(clockOfMinute(450)).toBe("07:30");
});

test("a zone nobody knows is told apart", () => {
  expect(isZone("Europe/London")).toBe(true);
  expect(isZone("Middle/Earth")).toBe(false);
});
