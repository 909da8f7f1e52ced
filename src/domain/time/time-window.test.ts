import { expect, test } from "vitest";
import { momentOf } from "./local-time.ts";
import { nextOccurrence, occurrenceAt, occurrenceOn } from "./time-window.ts";

const zone = "Europe/London";
const at = (date: string, clock: string) => {
  const [hour = "0", minute = "0"] = clock.split(":");
  return momentOf(date, Number(hour) * 60 + Number(minute), zone);
};
const bedtime = { fromMinute: 19 * 60 + 30, toMinute: 6 * 60 + 30 };

test("a window past midnight holds in the night and belongs to the day it began on", () => {
  expect(occurrenceAt(bedtime, at("2026-11-24", "02:00"), zone)?.date).toBe("2026-11-23");
  expect(occurrenceAt(bedtime, at("2026-11-23", "19:30"), zone)?.date).toBe("2026-11-23");
  expect(occurrenceAt(bedtime, at("2026-11-24", "06:30"), zone)).toBeUndefined();
});

test("a window on school nights is closed in the small hours of Saturday only if Friday was not one", () => {
  const schoolNights = { ...bedtime, weekdays: ["sun", "mon", "tue", "wed", "thu"] as const };
  expect(occurrenceAt(schoolNights, at("2026-11-27", "05:00"), zone)?.date).toBe("2026-11-26"); // Friday morning
  expect(occurrenceAt(schoolNights, at("2026-11-28", "05:00"), zone)).toBeUndefined(); // Saturday morning
});

test("a night window is an hour shorter in spring and an hour longer in autumn", () => {
  const hours = (date: string) => {
    const occurrence = occurrenceOn(bedtime, date, zone);
    return occurrence === undefined ? 0 : (occurrence.endMs - occurrence.startMs) / 3_600_000;
  };
  expect(hours("2026-03-28")).toBe(10);
  expect(hours("2026-06-01")).toBe(11);
  expect(hours("2026-10-24")).toBe(12);
});

test("a window without times is the whole day, of whatever length", () => {
  const december = { fromDate: "2026-12-01", toDate: "2026-12-24" };
  expect(occurrenceAt(december, at("2026-12-24", "23:59"), zone)?.date).toBe("2026-12-24");
  expect(occurrenceAt(december, at("2026-12-25", "00:00"), zone)).toBeUndefined();
  expect(occurrenceOn({}, "2026-03-29", zone)).toMatchObject({
    startMs: at("2026-03-29", "00:00"),
    endMs: at("2026-03-30", "00:00"),
  });
});

test("the next occurrence is found over closed days, and none is told as none", () => {
  const sundays = { weekdays: ["sun"] as const, fromMinute: 600, toMinute: 660 };
  expect(nextOccurrence(sundays, at("2026-11-23", "12:00"), zone)?.date).toBe("2026-11-29");
  expect(
    nextOccurrence({ ...sundays, toDate: "2026-11-01" }, at("2026-11-23", "12:00"), zone),
  ).toBeUndefined();
});
