import { expect, test } from "vitest";
import type { OrderOutcome } from "./command.ts";
import { beganApartMs, jointStartEndsAfterMs } from "./joint-start.ts";

const apart = (outcomes: readonly OrderOutcome[], nowMs = 2_000) =>
  beganApartMs({ sendAtMs: 900 }, outcomes, nowMs);
const began = (atMs: number) => ({ is: "took-effect", atMs }) as const;

test("players that began are as far apart as the first and the last of them", () => {
  expect(apart([began(1_000), began(1_240), began(1_100)])).toBe(240);
});

test("who failed does not count, and one alone is not apart from anybody", () => {
  expect(apart([began(1_000), { is: "player-offline", atMs: 1 }])).toBeUndefined();
  expect(apart([began(1_000), { is: "refused", atMs: 1 }, began(1_500)])).toBe(500);
});

test("while one may still begin, nothing is said", () => {
  for (const is of ["sent", "acked"] as const) {
    const outcomes = [began(1_000), began(1_100), { is, atMs: 900 }];
    expect(apart(outcomes)).toBeUndefined();
    expect(apart(outcomes, 900 + jointStartEndsAfterMs)).toBe(100);
  }
});
