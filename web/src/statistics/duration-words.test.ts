import { expect, test } from "vitest";
import { durationWords } from "./duration-words.ts";

test.each([
  [0, "0 min"],
  [20_000, "under 1 min"],
  [45 * 60_000, "45 min"],
  [2 * 3_600_000, "2 h"],
  [125 * 60_000, "2 h 5 min"],
  [59.7 * 60_000, "1 h"],
])("%i ms are %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
