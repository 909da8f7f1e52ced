import { expect, test } from "vitest";
import { clockOf, counted, sinceWords, sizeWords, spokenTime } from "./words.ts";

test("times are shown as players show them", () => {
  expect([0, 59.9, 65, 3729].map(clockOf)).toEqual(["0:00", "0:59", "1:05", "1:02:09"]);
});

test("times are spoken in whole words", () => {
  expect([0, 1, 65, 3720].map(spokenTime)).toEqual([
    "0 seconds",
    "1 second",
    "1 minute 5 seconds",
    "1 hour 2 minutes",
  ]);
});

test("how long ago is told roughly", () => {
  expect(sinceWords(1_000_000, 1_020_000)).toBe("just now");
  expect(sinceWords(0, 300_000)).toBe("5 min ago");
  expect(sinceWords(0, 2 * 3_600_000)).toBe("2 h ago");
});

test("sizes and counts read naturally", () => {
  expect([10, 2_400_000, 1_500_000_000].map(sizeWords)).toEqual(["1 KB", "2.4 MB", "1.5 GB"]);
  expect([counted(1, "file"), counted(3, "file")]).toEqual(["1 file", "3 files"]);
});
