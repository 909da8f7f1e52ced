import { bakeCard } from "../usecases/cards/bake-card.ts";
import type { BakeDeps } from "../usecases/cards/bring-chapters.ts";
import { editCards, editCardsKind } from "../usecases/cards/edit-cards.ts";
import { bakeKind } from "../usecases/cards/enqueue-bake.ts";
import { undoCardsEdit, undoCardsEditKind } from "../usecases/cards/undo-cards-edit.ts";
import type { JobHandler } from "../usecases/jobs/run-jobs.ts";

type Deps = BakeDeps & Parameters<typeof editCards>[0] & Parameters<typeof undoCardsEdit>[0];

/** Long work on cards, by the kind of job: for `runJobs`. */
export function cardJobHandlers(deps: Deps): Readonly<Record<string, JobHandler>> {
  return {
    [bakeKind]: (job, at) => bakeCard(deps, job, at),
    [editCardsKind]: (job, at) => editCards(deps, job, at),
    [undoCardsEditKind]: (job, at) => undoCardsEdit(deps, job, at),
  };
}
