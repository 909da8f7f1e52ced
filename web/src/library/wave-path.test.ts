import { expect, test } from "vitest";
import { wavePath } from "./wave-path.ts";

const base64 = (peaks: readonly number[]) => Buffer.from(peaks).toString("base64");

test("a waveform is 120 bars, as high as its loudest point there, and never higher than the box", () => {
  const path = wavePath(base64(Array.from({ length: 240 }, (_, at) => (at === 3 ? 255 : 0))));
  const heights = [...path.matchAll(/v([\d.]+)h/g)].map(([, height]) => Number(height));
  expect(heights).toHaveLength(120);
  expect(heights[1]).toBe(62);
  expect(new Set(heights.filter((_, at) => at !== 1))).toEqual(new Set([1.5]));
});

test("fewer peaks than bars, or none, draw a shape all the same", () => {
  expect(wavePath(base64([128])).match(/M/g)).toHaveLength(120);
  expect(wavePath("").match(/M/g)).toHaveLength(120);
});
