import { expect, test } from "vitest";
import { clockContract } from "../../ports/clock.contract.ts";
import { fixedClock } from "./clock.ts";

clockContract("a fixed clock", () => {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  return { clock, pass: (ms) => clock.run(ms) };
});

test("a sleeper sees the time it slept until, however far the clock is advanced", async () => {
  const clock = fixedClock(1_000);
  const woke = clock.sleep(10).then(() => clock.nowMs());
  clock.advance(10);
  expect(await woke).toBe(1_010);
});

test("running lets who sleeps again and again do so at every turn", async () => {
  const clock = fixedClock(0);
  const turns: number[] = [];
  const looping = (async () => {
    while (turns.length < 6) {
      await clock.sleep(10);
      turns.push(clock.nowMs());
    }
  })();
  await clock.run(60);
  await looping;
  expect(turns).toEqual([10, 20, 30, 40, 50, 60]);
  expect(clock.nowMs()).toBe(60);
  expect(clock.sleepers()).toBe(0);
});
