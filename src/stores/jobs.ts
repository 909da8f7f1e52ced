import { z } from "zod";
import type { JobId } from "../domain/ids.ts";
import { isOver, type Job, type JobState } from "../domain/job.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table, Written } from "../ports/table.ts";
import {
  expirySeconds,
  type Listed,
  type PageWanted,
  pageOf,
  recordsOf,
  utcOf,
  type Versioned,
} from "./records.ts";
import { ids, jsonObject } from "./schemas.ts";

const state: z.ZodType<JobState> = z.discriminatedUnion("is", [
  z.object({ is: z.literal("waiting") }),
  z.object({ is: z.literal("running"), by: z.string(), untilMs: z.number() }),
  z.object({ is: z.literal("done"), atMs: z.number(), result: jsonObject }),
  z.object({
    is: z.literal("failed"),
    atMs: z.number(),
    why: z.string(),
    hint: z.string().exactOptional(),
    mayWorkLater: z.boolean().exactOptional(),
  }),
  z.object({ is: z.literal("cancelled"), atMs: z.number() }),
]);

const schema: z.ZodType<Job> = z.object({
  id: ids.job,
  kind: z.string(),
  title: z.string(),
  input: jsonObject,
  orderedBy: z.union([z.literal("system"), ids.user]),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  state,
  attempt: z.number(),
  deaths: z.number().exactOptional(),
  cancelAsked: z.boolean(),
  progress: z
    .object({ done: z.number(), of: z.number().exactOptional(), saying: z.string().exactOptional() })
    .exactOptional(),
  checkpoint: jsonObject.exactOptional(),
});

/** What is over is told of for this long. */
const overKeptMs = 90 * 86_400_000;

/** Long work that survives restarts. */
export type Jobs = {
  get(id: JobId): Promise<Versioned<Job> | undefined>;
  /** By time of creation. */
  list(page?: PageWanted): Promise<Listed<Job>>;
  /** All that have not come to an end, for waking them after a restart. */
  unfinished(): AsyncGenerator<Versioned<Job>, void, undefined>;
  create(job: Job): Promise<Written>;
  /** The worker's and the user's writes; who is refused reads again. */
  save(job: Job, ifVersion: number): Promise<Written>;
  /** Takes a job to work on: one that waits, or one whose worker has gone silent. `undefined` when there is nothing to take. */
  claim(id: JobId, by: string, forMs: number): Promise<Versioned<Job> | undefined>;
  delete(id: JobId): Promise<void>;
};

/** {@link Jobs} over a table. */
export function createJobs(deps: { table: Table; clock: Clock }): Jobs {
  const records = recordsOf(deps.table, {
    schema,
    place: (job) => ({
      ...keyOf(job.id),
      index: { pk: "JOB", sk: `${utcOf(job.createdAtMs)}#${job.id}` },
      ...(isOver(job) && { expiresAt: expirySeconds(job.changedAtMs + overKeptMs) }),
    }),
  });
  return {
    get: (id) => records.get(keyOf(id)),
    list: (page) => records.page({ pk: "JOB", inIndex: true, ...pageOf(page) }),
    async *unfinished() {
      for await (const found of records.all({ pk: "JOB", inIndex: true }))
        if (!isOver(found.value)) yield found;
    },
    create: (job) => records.put(job, { ifAbsent: true }),
    save: (job, ifVersion) => records.put(job, { ifVersion }),
    async claim(id, by, forMs) {
      const found = await records.get(keyOf(id));
      if (found === undefined) return undefined;
      const { value: job, version } = found;
      const nowMs = deps.clock.nowMs();
      const silent = job.state.is === "running" && job.state.untilMs <= nowMs;
      if (job.state.is !== "waiting" && !silent) return undefined;
      const claimed: Job = {
        ...job,
        state: { is: "running", by, untilMs: nowMs + forMs },
        attempt: job.attempt + 1,
        changedAtMs: nowMs,
      };
      const written = await records.put(claimed, { ifVersion: version });
      return written.ok ? { value: claimed, version: written.version } : undefined;
    },
    async delete(id) {
      await records.delete(keyOf(id));
    },
  };
}

function keyOf(id: JobId) {
  return { pk: `JOB#${id}`, sk: "META" };
}
