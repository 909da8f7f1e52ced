import { expect, test } from "vitest";
import { cropOf, pulled, wholeView } from "./crop.ts";

const wide = { width: 2000, height: 1000 };
const square = { width: 1, height: 1 };

test("a frame shows as much of the middle as fits", () => {
  expect(cropOf(wide, square, wholeView)).toEqual({ x: 0.25, y: 0, width: 0.5, height: 1 });
});

test("nearer shows less, and never anything beyond the edge", () => {
  expect(cropOf(wide, square, { zoom: 2, x: 1, y: 0 })).toEqual({ x: 0.75, y: 0, width: 0.25, height: 0.5 });
});

test("pulling the picture to the right shows what is to the left of it", () => {
  const crop = cropOf(wide, square, wholeView);
  const after = cropOf(wide, square, pulled(wholeView, crop, 0.2, 5));
  expect(after.x).toBeCloseTo(0.15);
  expect(after.y).toBe(0);
});
