import type { JobId } from "../../domain/ids.ts";
import { isOver, type Job, type JobState } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import { DiskFull, diskFullHint } from "../../ports/disk-full.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { Versioned } from "../../stores/records.ts";
import { wakeAtStart } from "./wake-at-start.ts";

/** What working on jobs needs. */
export type WorkDeps = {
  readonly jobs: Jobs;
  readonly jobQueue: JobQueue;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
  readonly log: Log;
};

/** How a handler ended. A handler that throws has failed for a reason that may pass: the job is retried later. */
export type JobOutcome =
  | { readonly ok: true; readonly result: JsonObject }
  | { readonly ok: false; readonly why: string; readonly hint?: string };

/** What a handler is given besides its job. */
export type JobContext = {
  /** Aborts when somebody cancels the job, the process stops, or another worker has taken the job over. */
  readonly signal: AbortSignal;
  /** Reports progress. Only the latest is saved and shown, every `lookEveryMs` at most. */
  tell(progress: NonNullable<Job["progress"]>): void;
  /** Saves where the handler is; resolves once it is stored. The next run finds it in `job.checkpoint`. */
  checkpoint(state: JsonObject): Promise<void>;
};

/** Does the jobs of one kind. Runs again from the last checkpoint after a crash, so every step must be idempotent. */
export type JobHandler = (job: Job, at: JobContext) => Promise<JobOutcome>;

/** Limits on how many jobs of a group run at once, so that long ones never take every place. */
export type JobShares = {
  /** The group of a job; `undefined` for one without a limit of its own. */
  of(job: Job): string | undefined;
  /** How many of each group may run at once. */
  readonly most: Readonly<Record<string, number>>;
};

const holdMs = 30_000;
const lookEveryMs = 2_000;
const mostAttempts = 3;
const suspects = "beside whom a process died";
/** A job whose group is at its limit is tried again after this. */
const retryPlaceAfterSeconds = 3;

class Cancelled extends Error {
  override readonly name = "Cancelled";
}
class TakenOver extends Error {
  override readonly name = "TakenOver";
}

/** Runs queued jobs until the signal, `atOnce` at a time. Begins by waking those that a stop or a crash left unfinished. */
export async function runJobs(
  deps: WorkDeps,
  handlers: Readonly<Record<string, JobHandler>>,
  options: {
    readonly atOnce: number;
    readonly signal: AbortSignal;
    readonly shares?: JobShares;
    /** A name that only one process has at a time: what stands under it at the start was left by a dead one. */
    readonly worker?: string;
  },
): Promise<void> {
  const { worker = deps.chance.id(), shares } = options;
  const busy = new Map<string, number>();
  for await (const found of deps.jobs.unfinished()) await wakeAtStart(deps, worker, found);
  await deps.jobQueue.receive(async (id, signal) => {
    const job = (await deps.jobs.get(id))?.value;
    // One at a time of those beside whom processes died: else the innocent would be given up with the deadly one.
    const share = (job?.deaths ?? 0) > 0 ? suspects : ((job && shares?.of(job)) ?? "");
    const others = busy.get(share) ?? 0;
    if (others >= (share === suspects ? 1 : (shares?.most[share] ?? options.atOnce)))
      return deps.jobQueue.send(id, { delaySeconds: retryPlaceAfterSeconds });
    busy.set(share, others + 1);
    try {
      await runJob(deps, handlers, worker, id, signal);
    } finally {
      busy.set(share, (busy.get(share) ?? 1) - 1);
    }
  }, options);
}

/**
 * Claims one job and runs it; does nothing when another worker holds it or it is over. When `stop` aborts, the job goes back to
 * "waiting" with its last checkpoint, and the caller has to put it into the queue again.
 */
export async function runJob(
  deps: WorkDeps,
  handlers: Readonly<Record<string, JobHandler>>,
  worker: string,
  id: JobId,
  stop: AbortSignal,
): Promise<void> {
  const { jobs, jobQueue, clock, log } = deps;
  const claimed = await jobs.claim(id, `${worker}:${deps.chance.id()}`, holdMs);
  if (claimed === undefined) {
    const found = (await jobs.get(id))?.value;
    // Held by a worker that may be dead: look again when its time is up.
    if (found?.state.is === "running")
      await jobQueue.send(id, { delaySeconds: Math.max(1, (found.state.untilMs - clock.nowMs()) / 1000) });
    return;
  }
  const held = hold(deps, claimed);
  const { kind, checkpoint } = claimed.value;
  const handle = handlers[kind];
  const ended = new AbortController();
  const looking = keepLooking(deps, held, ended);
  const signal = AbortSignal.any([stop, ended.signal]);
  try {
    if (claimed.value.cancelAsked) throw new Cancelled();
    const outcome: JobOutcome =
      handle === undefined
        ? { ok: false, why: `This version cannot do "${claimed.value.kind}".`, hint: "Update the server." }
        : await handle(claimed.value, {
            signal,
            tell: held.tell,
            checkpoint: (checkpoint) => held.change(({ deaths: _, ...job }) => ({ ...job, checkpoint })),
          });
    await held.end(
      outcome.ok
        ? { is: "done", atMs: clock.nowMs(), result: outcome.result }
        : {
            is: "failed",
            atMs: clock.nowMs(),
            why: outcome.why,
            ...(outcome.hint === undefined ? {} : { hint: outcome.hint }),
          },
    );
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (reason instanceof TakenOver) return;
    if (reason instanceof Cancelled) return await held.end({ is: "cancelled", atMs: clock.nowMs() });
    // A run that got further was no failed attempt.
    if (stop.aborted)
      return await held.change((job) => ({
        ...job,
        state: { is: "waiting" },
        attempt: JSON.stringify(job.checkpoint) === JSON.stringify(checkpoint) ? job.attempt : 0,
      }));
    const failed = { is: "failed", atMs: clock.nowMs(), mayWorkLater: true } as const;
    // Trying again at once would only fill the disk again; a person makes room first.
    if (error instanceof DiskFull)
      return await held.end({ ...failed, why: error.message, hint: diskFullHint });
    log.error("job-broke", { job: id, kind: claimed.value.kind, attempt: claimed.value.attempt, error });
    if (claimed.value.attempt < mostAttempts) {
      await held.end({ is: "waiting" });
      return await jobQueue.send(id, { delaySeconds: 5 ** claimed.value.attempt });
    }
    const why = error instanceof Error ? error.message : "Something went wrong.";
    await held.end({ ...failed, why, hint: "We tried three times. Try again later." });
  } finally {
    ended.abort();
    await looking;
  }
}

/** The record of a job that we have claimed. Its writes happen one after the other, so that none overwrites another. */
function hold(deps: WorkDeps, claimed: Versioned<Job>) {
  const { jobs, clock, liveUpdates } = deps;
  let current = claimed;
  let told: Job["progress"];
  let queue: Promise<unknown> = Promise.resolve();

  async function write(make: (job: Job) => Job): Promise<void> {
    for (;;) {
      const changed = make({ ...current.value, ...(told && { progress: told }), changedAtMs: clock.nowMs() });
      const written = await jobs.save(changed, current.version);
      if (written.ok) {
        current = { value: changed, version: written.version };
        liveUpdates.publish({ of: "job", jobId: changed.id });
        return;
      }
      const found = await jobs.get(current.value.id);
      const [ours, theirs] = [claimed.value.state, found?.value.state];
      if (found === undefined || theirs?.is !== "running" || ours.is !== "running" || theirs.by !== ours.by)
        throw new TakenOver("Another worker has this job");
      current = found; // somebody asked to cancel
    }
  }
  const change = (make: (job: Job) => Job): Promise<void> => {
    const turn = queue.then(() => write(make));
    queue = turn.catch(() => {});
    return turn;
  };
  return {
    change,
    tell: (progress: NonNullable<Job["progress"]>) => {
      told = progress;
    },
    end: (state: JobState) => change((job) => ({ ...job, state })),
    /** Extends the claim, saves progress, and answers whether somebody wants the job to stop. */
    async renew(): Promise<boolean> {
      const found = await jobs.get(current.value.id);
      const running = current.value.state;
      const isDue = running.is === "running" && running.untilMs - clock.nowMs() < holdMs - lookEveryMs * 4;
      if (isDue || told !== current.value.progress)
        await change((job) =>
          job.state.is === "running"
            ? { ...job, state: { ...job.state, untilMs: clock.nowMs() + holdMs } }
            : job,
        );
      return found?.value.cancelAsked === true || found === undefined || isOver(found.value);
    },
  };
}

async function keepLooking(
  { clock }: WorkDeps,
  held: ReturnType<typeof hold>,
  ended: AbortController,
): Promise<void> {
  while (!ended.signal.aborted)
    try {
      await clock.sleep(lookEveryMs, ended.signal);
      if (await held.renew()) ended.abort(new Cancelled());
    } catch (error) {
      // A table that does not answer this time may do so the next, before our hold runs out; else the claim is anybody's.
      if (error instanceof TakenOver) ended.abort(error);
    }
}
