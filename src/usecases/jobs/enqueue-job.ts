import { JobId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Jobs } from "../../stores/jobs.ts";

export type EnqueueJobDeps = {
  readonly jobs: Jobs;
  readonly jobQueue: JobQueue;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

/** Saves a job and puts it into the queue. Pass an `id` where something was stored under it before, such as an upload. */
export async function enqueueJob(
  deps: EnqueueJobDeps,
  wanted: {
    readonly id?: JobId;
    readonly kind: string;
    readonly title: string;
    readonly input: JsonObject;
    readonly orderedBy: UserName | "system";
  },
): Promise<Job> {
  const nowMs = deps.clock.nowMs();
  const job: Job = {
    ...wanted,
    id: wanted.id ?? newJobId(deps),
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    state: { is: "waiting" },
    attempt: 0,
    cancelAsked: false,
  };
  await deps.jobs.create(job);
  deps.liveUpdates.publish({ of: "job", jobId: job.id });
  await deps.jobQueue.send(job.id);
  return job;
}

/** Lower case, so that it may stand in the keys of files. */
export function newJobId({ chance }: { readonly chance: Chance }): JobId {
  return JobId(chance.id().toLowerCase());
}

/** `undefined` when there is no such job. What is over stays as it is; what runs stops within seconds. */
export async function cancelJob(deps: EnqueueJobDeps, id: JobId): Promise<Job | undefined> {
  for (;;) {
    const found = await deps.jobs.get(id);
    if (found === undefined) return undefined;
    const job = found.value;
    if (job.state.is !== "waiting" && job.state.is !== "running") return job;
    const nowMs = deps.clock.nowMs();
    const changed: Job =
      job.state.is === "waiting"
        ? { ...job, state: { is: "cancelled", atMs: nowMs }, cancelAsked: true, changedAtMs: nowMs }
        : { ...job, cancelAsked: true, changedAtMs: nowMs };
    if (!(await deps.jobs.save(changed, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "job", jobId: id });
    return changed;
  }
}

/** Lets a job that failed or was cancelled try again from its checkpoint; others stay as they are. */
export async function retryJob(deps: EnqueueJobDeps, id: JobId): Promise<Job | undefined> {
  for (;;) {
    const found = await deps.jobs.get(id);
    if (found === undefined) return undefined;
    const job = found.value;
    if (job.state.is !== "failed" && job.state.is !== "cancelled") return job;
    const { deaths: _, ...lasting } = job;
    const changed: Job = {
      ...lasting,
      state: { is: "waiting" },
      attempt: 0,
      cancelAsked: false,
      changedAtMs: deps.clock.nowMs(),
    };
    if (!(await deps.jobs.save(changed, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "job", jobId: id });
    await deps.jobQueue.send(id);
    return changed;
  }
}
