import { expect, test } from "vitest";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { JobId } from "../../domain/ids.ts";
import type { Job, JobState } from "../../domain/job.ts";
import { createJobs } from "../../stores/jobs.ts";
import { wakeLostJobs } from "./wake-lost-jobs.ts";

test("what waits, or was left by a dead worker, is woken once nothing else is under way in the queue", async () => {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const jobs = createJobs({ table: createMemoryTable(clock), clock });
  const order = async (name: string, state: JobState, minutesAgo: number) => {
    const changedAtMs = clock.nowMs() - minutesAgo * 60_000;
    const job: Job = {
      ...{ id: JobId(name), kind: "play", title: "Job", input: {}, orderedBy: "system", state },
      ...{ createdAtMs: changedAtMs, changedAtMs, attempt: 0, cancelAsked: false },
    };
    await jobs.create(job);
  };
  const running = (untilMs: number) => ({ is: "running", by: "somebody", untilMs }) as const;
  await order("waits", { is: "waiting" }, 60);
  await order("was-just-ordered", { is: "waiting" }, 1);
  await order("left-by-the-dead", running(clock.nowMs() - 1), 60);
  await order("worked-on", running(clock.nowMs() + 1000), 60);
  await order("over", { is: "done", atMs: clock.nowMs(), result: {} }, 60);
  const woken: string[] = [];
  const jobQueue = (isIdle: boolean) => ({
    isIdle: async () => isIdle,
    send: async (id: JobId) => void woken.push(id),
  });
  expect(await wakeLostJobs({ jobs, jobQueue: jobQueue(false), clock })).toBe(0);
  expect(await wakeLostJobs({ jobs, jobQueue: jobQueue(true), clock })).toBe(2);
  expect(new Set(woken)).toEqual(new Set(["waits", "left-by-the-dead"]));
});
