import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { createAgenda } from "./agenda.ts";

function quietLog() {
  const errors: string[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fact) => void errors.push(fact) };
  return { log, errors };
}

async function running(
  act: (clock: ReturnType<typeof fixedClock>, agenda: ReturnType<typeof createAgenda>) => unknown,
) {
  const clock = fixedClock(1_000_000);
  const { log, errors } = quietLog();
  const agenda = createAgenda({ clock, log });
  const stop = new AbortController();
  const run = agenda.run(stop.signal);
  await act(clock, agenda);
  stop.abort();
  await run;
  return errors;
}

test("things are done in the order they fall due, and of their making when due together", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), async (delays) => {
      const done: { ms: number; index: number }[] = [];
      await running(async (clock, agenda) => {
        delays.forEach((ms, index) => {
          agenda.after(ms, () => void done.push({ ms, index }));
        });
        await clock.run(60);
      });
      expect(done).toEqual([...done].sort((a, b) => a.ms - b.ms || a.index - b.index));
      expect(done).toHaveLength(delays.length);
    }),
    { numRuns: 30 },
  );
});

test("what is called off is not done, and what fails stops nothing", async () => {
  const done: string[] = [];
  const errors = await running(async (clock, agenda) => {
    agenda.after(5, () => void done.push("called off"))();
    agenda.after(6, () => {
      throw new Error("no");
    });
    agenda.after(7, () => Promise.reject(new Error("neither")));
    agenda.after(8, () => void done.push("after all"));
    await clock.run(10);
  });
  expect(done).toEqual(["after all"]);
  expect(errors).toHaveLength(2);
});

test("an earlier thing that comes later does not wait for the sleeper", async () => {
  const done: string[] = [];
  await running(async (clock, agenda) => {
    agenda.after(1000, () => void done.push("late"));
    await clock.run(1);
    agenda.after(10, () => void done.push("early"));
    await clock.run(20);
    expect(done).toEqual(["early"]);
  });
});

test("a wall clock that is set back an hour does not put off what is due", async () => {
  const base = fixedClock(10_000_000);
  let offsetMs = 0;
  const clock: Clock = { nowMs: () => base.nowMs() + offsetMs, sleep: base.sleep };
  const agenda = createAgenda({ clock, log: quietLog().log });
  const stop = new AbortController();
  const run = agenda.run(stop.signal);
  const done: number[] = [];
  agenda.after(60_000, () => void done.push(base.nowMs()));
  await base.run(10_000);
  offsetMs = -3_600_000;
  await base.run(90_000);
  expect(done).toHaveLength(1);
  stop.abort();
  await run;
});

test("of thousands of things most are called off: the rest is done in its order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 997 }), async (keep, step) => {
      const done: number[] = [];
      await running(async (clock, agenda) => {
        const callOffs = Array.from({ length: 3_000 }, (_, index) => {
          const ms = (index * step) % 1_009;
          return agenda.after(ms, () => void done.push(ms));
        });
        for (const [index, callOff] of callOffs.entries()) if (index % keep !== 0) callOff();
        // A second time changes nothing.
        callOffs[1]?.();
        await clock.run(2_000);
      });
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done).toHaveLength(Math.ceil(3_000 / keep));
    }),
    { numRuns: 10 },
  );
});
