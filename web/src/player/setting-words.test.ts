import { expect, test } from "vitest";
import { changedWords, daysWords, durationWords } from "./setting-words.ts";

test("a change reads like a sentence of a parent", () => {
  expect(changedWords({ what: "dayMaxVolumeSteps", before: 16, after: 9 })).toBe(
    "Loudest by day: 16 of 16 → 9 of 16",
  );
  expect(changedWords({ what: "daySoundsOff", before: true, after: false })).toBe("Beeps by day: off → on");
  expect(changedWords({ what: "dimBrightness", before: "auto", after: 20 })).toBe(
    "Dimmed display: by itself → 20 %",
  );
  const alarm = { time: "07:30", days: ["mon", "tue", "wed", "thu", "fri"], enabled: false };
  expect(changedWords({ what: "alarm", after: alarm })).toBe("Alarm: nothing → 07:30 Mon–Fri (off)");
  expect(changedWords({ what: "inventedTomorrow", before: 1, after: 2 })).toBe("inventedTomorrow: 1 → 2");
});

test("days and durations as one says them", () => {
  expect(daysWords(["sat", "sun"])).toBe("Sat, Sun");
  expect(daysWords(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).toBe("every day");
  expect([durationWords(45), durationWords(300), durationWords(3600)]).toEqual([
    "45 seconds",
    "5 minutes",
    "1 hour",
  ]);
});
