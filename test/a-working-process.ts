import { vi } from "vitest";
import { seededChance } from "../src/adapters/memory/chance.ts";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { createInProcessJobQueue } from "../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../src/adapters/memory/live-updates.ts";
import { createRecordingLog } from "../src/adapters/memory/log.ts";
import type { JobId } from "../src/domain/ids.ts";
import type { Table } from "../src/ports/table.ts";
import { createJobs } from "../src/stores/jobs.ts";
import { enqueueJob } from "../src/usecases/jobs/enqueue-job.ts";
import { type JobHandler, runJobs } from "../src/usecases/jobs/run-jobs.ts";

/** Time as all processes have it. */
export const clock = fixedClock(Date.UTC(2030, 0, 1));

/** One process that works on the jobs in the table, until it is stopped. */
export function aProcess(
  table: Table,
  work: JobHandler,
  seed = 1,
  works: Readonly<Record<string, JobHandler>> = {},
  worker = `process ${seed}`,
) {
  const deps = {
    clock,
    chance: seededChance(seed),
    liveUpdates: createLiveUpdates(),
    log: createRecordingLog(),
    jobs: createJobs({ table, clock }),
    jobQueue: createInProcessJobQueue(clock),
  };
  const stop = new AbortController();
  const working = runJobs(
    deps,
    { play: work, ...works },
    { atOnce: 3, shares: { of: ({ kind }) => kind, most: { dig: 2 } }, signal: stop.signal, worker },
  );
  return {
    ...deps,
    order: async (kind = "play") =>
      (await enqueueJob(deps, { kind, title: "Play", input: {}, orderedBy: "system" })).id,
    async stop() {
      stop.abort();
      await working;
    },
  };
}

/** Waits until a job is in this state, letting time pass. */
export function becomes(house: ReturnType<typeof aProcess>, id: JobId, is: string, stepMs = 500) {
  return vi.waitFor(
    async () => {
      clock.advance(stepMs);
      const job = (await house.jobs.get(id))?.value;
      if (job?.state.is !== is) throw new Error(`it is ${job?.state.is}`);
      return job;
    },
    { timeout: 5_000, interval: 1 },
  );
}

/** Work without end. */
export const untilStopped: JobHandler = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
