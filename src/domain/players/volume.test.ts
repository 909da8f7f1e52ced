import { expect, test } from "vitest";
import { percentOfSteps, stepsOfPercent } from "./volume.ts";

test("the sixteen steps sit at the percentages that Yoto's players report", () => {
  const published = [0, 7, 13, 19, 25, 32, 38, 44, 50, 57, 63, 69, 75, 82, 88, 94, 100];
  expect(published.map((_, steps) => percentOfSteps(steps))).toEqual(published);
});

test("a percentage that came from a step goes back to the same step", () => {
  for (let steps = 0; steps <= 16; steps++) expect(stepsOfPercent(percentOfSteps(steps))).toBe(steps);
});
