import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualClock } from "./clock.ts";

test("timers run in order of their due time, and of their making when due together", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60 }), async (delays) => {
      const clock = virtualClock(0);
      const ran: [number, number][] = [];
      delays.forEach((ms, made) => void clock.after(ms, () => ran.push([clock.nowMs(), made])));
      await clock.advance(20);
      const inOrder = delays
        .map((ms, made): [number, number] => [ms, made])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(ran).toEqual(inOrder);
    }),
    { numRuns: 30 },
  );
});

test("a cancelled timer never runs, however many there are", async () => {
  const clock = virtualClock(0);
  let ran = 0;
  const timers = Array.from({ length: 5_000 }, (_, at) => clock.after(at % 7, () => (ran += 1)));
  for (const [at, timer] of timers.entries()) if (at % 5 !== 0) timer.cancel();
  await clock.advance(10);
  expect(ran).toBe(1_000);
});

test("a repeating timer keeps its beat until it is cancelled", async () => {
  const clock = virtualClock(0);
  const beats: number[] = [];
  const timer = clock.every(10, () => beats.push(clock.nowMs()));
  await clock.advance(35);
  timer.cancel();
  await clock.advance(100);
  expect(beats).toEqual([10, 20, 30]);
});

test("the virtual clock stands still while work is held", async () => {
  const clock = virtualClock(0);
  const seen: string[] = [];
  clock.after(1, () =>
    clock.hold(
      new Promise<void>((resolve) => setTimeout(resolve, 5)).then(
        () => void seen.push(`work at ${clock.nowMs()}`),
      ),
    ),
  );
  clock.after(2, () => seen.push("next timer"));
  await clock.advance(5);
  expect(seen).toEqual(["work at 1", "next timer"]);
});
