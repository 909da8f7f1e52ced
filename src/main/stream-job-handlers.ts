import type { JobHandler } from "../usecases/jobs/run-jobs.ts";
import { makeEdition, makeEditionKind } from "../usecases/streams/make-edition.ts";
import { takeMessage, takeMessageKind } from "../usecases/streams/take-message.ts";
import { showMail, showMailKind } from "../usecases/streams/tell-of-mail.ts";

type Deps = Parameters<typeof makeEdition>[0] &
  Parameters<typeof takeMessage>[0] &
  Parameters<typeof showMail>[0];

/** Long work for streams, by the kind of job: for `runJobs`. */
export function streamJobHandlers(deps: Deps): Readonly<Record<string, JobHandler>> {
  return {
    [makeEditionKind]: (job, at) => makeEdition(deps, job, at),
    [takeMessageKind]: (job, at) => takeMessage(deps, job, at),
    [showMailKind]: (job, at) => showMail(deps, job, at),
  };
}
