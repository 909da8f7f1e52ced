import { type BakeDeps, bakeCard, bakeKind } from "../usecases/cards/bake-card.ts";
import type { JobWork } from "../usecases/jobs/work-off-jobs.ts";

/** Long work on cards, by the kind of job: for `workOffJobs`. */
export function cardWorks(deps: BakeDeps): Readonly<Record<string, JobWork>> {
  return { [bakeKind]: (job, at) => bakeCard(deps, job, at) };
}
