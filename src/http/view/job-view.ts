import { asSentence } from "../../domain/as-sentence.ts";
import type { Job as DomainJob } from "../../domain/job.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Job } from "../schema/job.ts";

/** Long work as the API tells it. */
export function jobView(job: DomainJob): Job {
  const { state, progress } = job;
  const share =
    state.is === "done" ? 1 : progress?.of ? Math.min(1, Math.max(0, progress.done / progress.of)) : 0;
  return {
    id: job.id,
    kind: job.kind,
    title: job.title,
    state: state.is,
    progress: share,
    mayWorkLater: state.is === "failed" && state.mayWorkLater === true,
    ...omitUndefined({
      note:
        state.is === "failed"
          ? [asSentence(state.why), state.hint].filter(Boolean).join(" ")
          : progress?.saying,
      result: state.is === "done" ? { ...state.result } : undefined,
    }),
    createdAtMs: job.createdAtMs,
    changedAtMs: job.changedAtMs,
  };
}
