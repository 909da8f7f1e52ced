import type { JobId, UserName } from "./ids.ts";
import type { JsonObject } from "./json.ts";

/** Where a job is. `by` holds it until `untilMs`; after that it is anybody's again, with what it had got done. */
export type JobState =
  | { readonly is: "waiting" }
  | { readonly is: "running"; readonly by: string; readonly untilMs: number }
  | { readonly is: "done"; readonly atMs: number; readonly result: JsonObject }
  | {
      readonly is: "failed";
      readonly atMs: number;
      readonly why: string;
      readonly hint?: string;
      /** It was not what was put in, but the disk, the line or somebody else's server. */
      readonly mayWorkLater?: boolean;
    }
  | { readonly is: "cancelled"; readonly atMs: number };

/** One piece of long work that survives a restart. */
export type Job = {
  readonly id: JobId;
  /** What kind of work, kebab-case: it chooses the worker. */
  readonly kind: string;
  /** What it does, in a few words for people. */
  readonly title: string;
  readonly input: JsonObject;
  readonly orderedBy: UserName | "system";
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly state: JobState;
  /** Counts runs, the current one included. */
  readonly attempt: number;
  /** How many processes died one after the other at the step it is at. */
  readonly deaths?: number;
  readonly cancelAsked: boolean;
  /** `of` is absent while nobody knows how much there is. */
  readonly progress?: { readonly done: number; readonly of?: number; readonly saying?: string };
  /** What a next run needs to go on from here. */
  readonly checkpoint?: JsonObject;
};

/** Whether a job has come to its end. */
export function isOver(job: Job): boolean {
  return job.state.is === "done" || job.state.is === "failed" || job.state.is === "cancelled";
}
