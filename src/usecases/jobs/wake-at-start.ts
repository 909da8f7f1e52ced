import type { Job, JobState } from "../../domain/job.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Log } from "../../ports/log.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { Versioned } from "../../stores/records.ts";

/** A job beside which so many processes ended, one after the other, was the last thing they did. */
const mostDeaths = 3;

/**
 * Wakes a job that a stop or crash left unfinished. What ran when the process died is counted, and given up when that came
 * too often at one step: memory that runs out would else end every start.
 */
export async function wakeAtStart(
  deps: { readonly jobs: Jobs; readonly jobQueue: JobQueue; readonly clock: Clock; readonly log: Log },
  worker: string,
  { value: job, version }: Versioned<Job>,
): Promise<void> {
  if (job.state.is === "running" && job.state.by.startsWith(`${worker}:`)) {
    const deaths = (job.deaths ?? 0) + 1;
    if (deaths >= mostDeaths) {
      deps.log.error("job-deadly", { job: job.id, kind: job.kind });
      const nowMs = deps.clock.nowMs();
      return void (await deps.jobs.save(
        { ...job, state: deadly(nowMs), changedAtMs: nowMs, deaths },
        version,
      ));
    }
    await deps.jobs.save({ ...job, state: { is: "waiting" }, deaths }, version);
  }
  await deps.jobQueue.send(job.id);
}

function deadly(atMs: number): JobState {
  const why = `The server ended ${mostDeaths} times while it did this, before it got any further.`;
  const hint = "The file may be damaged, or too large for this machine's memory. Try it again, or in parts.";
  return { is: "failed", atMs, why, hint, mayWorkLater: true };
}
