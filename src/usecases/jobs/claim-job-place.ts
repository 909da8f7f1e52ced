import type { Job } from "../../domain/job.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { JobPlaces } from "../../stores/job-places.ts";
import type { JobShares } from "./run-jobs.ts";

/** The next try comes after this part of the time waited so far: a thousand jobs that wait for hours cost little. */
const patience = 0.1;
const leastSeconds = 20;
const mostSeconds = 900;

/**
 * Takes a place for the job in its group, where the limit is shared by many processes. `false`: none is free, and the job was put
 * into the queue again with a delay.
 */
export async function claimJobPlace(
  deps: { readonly jobPlaces: JobPlaces; readonly jobQueue: JobQueue; readonly clock: Clock },
  shares: JobShares,
  job: Job,
): Promise<boolean> {
  const share = shares.of(job);
  const most = share === undefined ? undefined : shares.most[share];
  if (share === undefined || most === undefined) return true;
  if (await deps.jobPlaces.take(share, most, job.id)) return true;
  const waitedSeconds = (deps.clock.nowMs() - job.changedAtMs) / 1000;
  const delaySeconds = Math.min(mostSeconds, Math.max(leastSeconds, Math.round(waitedSeconds * patience)));
  await deps.jobQueue.send(job.id, { delaySeconds });
  return false;
}
