import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Jobs } from "../../stores/jobs.ts";

/** Younger ones are just being ordered, or on their way. */
const lostAfterMs = 600_000;

/**
 * Wakes jobs whose call got lost: who ordered them died between writing them down and calling, or their calls failed too often. Only
 * where no call at all is under way, for of a job that waits for its turn nobody else knows. Answers how many.
 */
export async function wakeLostJobs(deps: {
  readonly jobs: Pick<Jobs, "unfinished">;
  readonly jobQueue: Pick<JobQueue, "send" | "isIdle">;
  readonly clock: Pick<Clock, "nowMs">;
}): Promise<number> {
  if ((await deps.jobQueue.isIdle?.()) !== true) return 0;
  const nowMs = deps.clock.nowMs();
  let woken = 0;
  for await (const { value: job } of deps.jobs.unfinished()) {
    const isHeld = job.state.is === "running" && job.state.untilMs > nowMs;
    if (isHeld || nowMs - job.changedAtMs < lostAfterMs) continue;
    await deps.jobQueue.send(job.id);
    woken += 1;
  }
  return woken;
}
