import { describe, expect, test } from "vitest";
import { asMono, mixedInPlace } from "./downmix.ts";

describe("mixing two channels where they lie", () => {
  test("says what mixing into a new array says", () => {
    const [left, right] = [Float32Array.of(0.5, -1, 0.25), Float32Array.of(0.25, 1, -0.75)];
    const expected = asMono([left, right]);
    expect(mixedInPlace([left, right])).toEqual(expected);
  });

  test("gives back the second channel's memory", () => {
    const right = Float32Array.of(1, 2);
    mixedInPlace([Float32Array.of(1, 2), right]);
    expect(right.buffer.detached).toBe(true);
  });

  test("leaves alone what both channels share", () => {
    const both = Float32Array.of(1, 2, 3, 4);
    expect([...mixedInPlace([both.subarray(0, 2), both.subarray(2)])]).toEqual([2, 3]);
    expect(both.buffer.detached).toBe(false);
  });

  test("one channel stays as it is, more than two are mixed anew", () => {
    const one = Float32Array.of(1, 2);
    expect(mixedInPlace([one])).toBe(one);
    expect([...mixedInPlace([one, one, Float32Array.of(4, 8)])]).toEqual([2, 4]);
  });
});
