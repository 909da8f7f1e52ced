import type { BulkEdit } from "../../domain/cards/bulk-edit.ts";
import { CardId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { type EditedCard, readEditInput, readEditState } from "../../stores/card-edit-schema.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { openCardsToEdit } from "./cards-to-edit.ts";
import { discardChanges } from "./change-card.ts";
import { type EditManyDeps, editOne, newestVersion, planOneEdit } from "./edit-one-of-many.ts";
import { updatedAtOf } from "./publish-card.ts";

/** The kind of job that {@link editCards} does. */
export const editCardsKind = "edit-cards";

/** What an edit would do to one of the cards. */
export type EditPreview = {
  readonly ref: string;
  readonly title: string;
  /** Sentences; none when it stays as it is. */
  readonly changes: readonly string[];
  readonly problem?: string;
};

/** What editing these cards would change, card by card. Writes nothing. Throws `YotoTrouble`. */
export async function previewCardsEdit(
  deps: EditManyDeps,
  refs: readonly string[],
  edit: BulkEdit,
): Promise<readonly EditPreview[]> {
  const find = await openCardsToEdit(deps);
  const seen: EditPreview[] = [];
  for (const [at, ref] of refs.entries()) {
    const card = await find(ref);
    const planned = card.ok ? await planOneEdit(deps, card, edit, at + 1) : card;
    const { title } = card;
    seen.push(
      planned.ok
        ? { ref, title, changes: planned.changes }
        : { ref, title, changes: [], problem: planned.problem },
    );
  }
  return seen;
}

/** Orders the edit of several cards. */
export function enqueueCardsEdit(
  deps: EnqueueJobDeps,
  { refs, edit, orderedBy }: { refs: readonly string[]; edit: BulkEdit; orderedBy: UserName | "system" },
): Promise<Job> {
  const input = { refs, edit: edit as JsonObject };
  const title = refs.length === 1 ? "Edit a card" : `Edit ${refs.length} cards`;
  return enqueueJob(deps, { kind: editCardsKind, title, input, orderedBy });
}

/**
 * The work: one card after the other. What goes wrong with one is told of it, and the others are done all the same. Run again
 * after a stop it goes on with the card it stopped at: what that card was before stands in the checkpoint, so nothing is done to
 * it twice.
 */
export async function editCards(deps: EditManyDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const { refs, edit } = readEditInput(job.input);
  const { cards: done, current } = readEditState(job.checkpoint);
  const cards = [...done];
  const find = await openCardsToEdit(deps);
  for (const [place, ref] of refs.entries()) {
    if (place < cards.length) continue;
    at.signal.throwIfAborted();
    const goesOn = current?.ref === ref && cards.length === done.length ? current : undefined;
    const one = await told(ref, async (isCalled) => {
      let card = await find(ref);
      if (goesOn !== undefined && !card.ok) {
        // It stopped between our record and Yoto's: back to what was, and anew.
        await discardChanges(deps, CardId(goesOn.of));
        card = await find(ref);
      }
      const { title } = card;
      isCalled(title);
      at.tell({ done: place, of: refs.length, saying: `“${title}”, ${place + 1} of ${refs.length}` });
      if (!card.ok) return { ref, title, is: "failed", problem: card.problem };
      const { of } = card;
      const shown = updatedAtOf(card.json);
      if (goesOn !== undefined && goesOn.shown !== shown) {
        const keptAtMs = await newestVersion(deps, of);
        return { ref, title, is: "changed", of, updatedAt: shown, ...(keptAtMs && { keptAtMs }) };
      }
      const planned = await planOneEdit(deps, card, edit, place + 1);
      if (!planned.ok) return { ref, title, is: "failed", problem: planned.problem };
      await at.checkpoint({ cards, current: { ref, of, shown } });
      const edited = await editOne(deps, card, planned.edit);
      if (!edited.ok) return { ref, title, is: "failed", problem: edited.problem };
      const { keptAtMs, updatedAt } = edited;
      return keptAtMs === undefined
        ? { ref, title, is: "same" }
        : { ref, title, is: "changed", of, keptAtMs, updatedAt };
    });
    cards.push(one);
    await at.checkpoint({ cards });
  }
  const count = (is: EditedCard["is"]) => cards.filter((card) => card.is === is).length;
  return { ok: true, result: { changed: count("changed"), same: count("same"), failed: count("failed") } };
}

/** What became of the cards of such a job so far, or of its undoing. */
export function editedCards(job: Job): readonly EditedCard[] {
  return readEditState(job.checkpoint).cards;
}

/** What Yoto refuses is told of that card; what ends the job goes on. */
export async function told(
  ref: string,
  work: (isCalled: (title: string) => void) => Promise<EditedCard>,
): Promise<EditedCard> {
  let title = `Card ${ref}`;
  try {
    return await work((known) => {
      title = known;
    });
  } catch (error) {
    if (!(error instanceof YotoTrouble)) throw error;
    return { ref, title, is: "failed", problem: error.message };
  }
}
