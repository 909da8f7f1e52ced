import type { JobId } from "../domain/ids.ts";

/** Wakes a worker for a job whose record is in the store. At least once; the record decides whether there is work. */
export type JobQueue = {
  send(job: JobId, options?: { readonly delaySeconds?: number }): Promise<void>;
  /** Whether no call is under way, also none that is late. Absent where calls do not outlive the process. */
  isIdle?(): Promise<boolean>;
  /** Delivers until the signal, at most `atOnce` at a time. */
  receive(
    handler: (job: JobId, signal: AbortSignal) => Promise<void>,
    options: { readonly atOnce: number; readonly signal: AbortSignal },
  ): Promise<void>;
};
