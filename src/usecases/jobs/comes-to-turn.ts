import type { Job } from "../../domain/job.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { JobPlaces } from "../../stores/job-places.ts";
import type { Shares } from "./work-off-jobs.ts";

/** Whoever waits looks again when he has waited a tenth longer: seldom enough for a thousand that wait for hours. */
const patience = 0.1;
const leastSeconds = 20;
const mostSeconds = 900;

/** Whether there is a place for the job in its share, where many processes work; else it is woken again later. */
export async function comesToTurn(
  deps: { readonly jobPlaces: JobPlaces; readonly jobQueue: JobQueue; readonly clock: Clock },
  shares: Shares,
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
