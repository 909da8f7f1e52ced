import { expect, test } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { silentLog } from "../adapters/memory/log.ts";
import { restartOnFailure } from "./restart-on-failure.ts";

const clock = fixedClock(Date.UTC(2030, 0, 1));
const deps = { clock, log: silentLog };

test("work that breaks is begun again, later and later, until it goes on", async () => {
  const begunAtMs: number[] = [];
  const startedAtMs = clock.nowMs();
  const going = restartOnFailure(
    deps,
    "the listener",
    async () => {
      begunAtMs.push(clock.nowMs() - startedAtMs);
      if (begunAtMs.length < 4) throw new Error("the store is away");
    },
    new AbortController().signal,
  );
  await clock.run(10_000);
  await going;
  expect(begunAtMs).toEqual([0, 1_000, 3_000, 7_000]);
});

test("who is stopped begins nothing again", async () => {
  const stop = new AbortController();
  let begun = 0;
  const going = restartOnFailure(
    deps,
    "the listener",
    async () => {
      begun++;
      throw new Error("the store is away");
    },
    stop.signal,
  );
  await clock.run(500);
  stop.abort();
  await going;
  expect(begun).toBe(1);
});
