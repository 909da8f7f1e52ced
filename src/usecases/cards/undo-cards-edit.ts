import type { UserName } from "../../domain/ids.ts";
import { JobId } from "../../domain/ids.ts";
import { isOver, type Job } from "../../domain/job.ts";
import { type EditedCard, readEditState } from "../../stores/card-edit-schema.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { restoreVersion } from "./card-versions.ts";
import { openCardsToEdit } from "./cards-to-edit.ts";
import { told } from "./edit-cards.ts";
import type { EditManyDeps } from "./edit-one-of-many.ts";
import { updatedAtOf } from "./publish-card.ts";
import type { SilentDeps } from "./silent-version.ts";

/** The kind of job that {@link undoCardsEdit} does. */
export const undoCardsEditKind = "undo-edit-cards";

/** The one job that takes an edit back. */
export const undoIdOf = (editId: JobId): JobId => JobId(`${editId}-undo`);

/** Orders that an edit of several cards is taken back; asked again, it is the same job. `undefined`: nothing to take back. */
export async function enqueueUndo(
  deps: EnqueueJobDeps,
  edit: Job,
  orderedBy: UserName | "system",
): Promise<Job | undefined> {
  const changed = readEditState(edit.checkpoint).cards.filter(({ is }) => is === "changed");
  if (!isOver(edit) || changed.length === 0) return undefined;
  const id = undoIdOf(edit.id);
  const before = (await deps.jobs.get(id))?.value;
  if (before !== undefined) return before;
  const title = `Take back: ${edit.title}`;
  return enqueueJob(deps, { id, kind: undoCardsEditKind, title, input: { editId: edit.id }, orderedBy });
}

/** The work: each card that the edit changed becomes what it was, unless somebody changed it since. */
export async function undoCardsEdit(
  deps: EditManyDeps & SilentDeps & { readonly jobs: Pick<Jobs, "get"> },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const edit = (await deps.jobs.get(JobId(String(job.input["editId"]))))?.value;
  const changed = readEditState(edit?.checkpoint).cards.filter((card) => card.is === "changed");
  const { cards: done, current } = readEditState(job.checkpoint);
  const cards: EditedCard[] = [...done];
  const find = await openCardsToEdit(deps);
  for (const [place, card] of changed.entries()) {
    if (place < cards.length) continue;
    at.signal.throwIfAborted();
    const { ref, title, of, keptAtMs, updatedAt } = card;
    at.tell({ done: place, of: changed.length, saying: `“${title}”, ${place + 1} of ${changed.length}` });
    const began = current?.ref === ref && cards.length === done.length;
    const one = await told(ref, async (isCalled) => {
      isCalled(title);
      const now = await find(ref);
      const shown = now.ok ? updatedAtOf(now.json) : undefined;
      if (shown !== updatedAt && began) return { ref, title, is: "changed", of, updatedAt: shown ?? "" };
      if (shown !== updatedAt || keptAtMs === undefined)
        return { ref, title, is: "failed", problem: changedSince };
      await at.checkpoint({ cards, current: { ref, of, shown } });
      const back = await restoreVersion(deps, of, keptAtMs, shown);
      return back.ok
        ? { ref, title, is: "changed", of, updatedAt: "" }
        : { ref, title, is: "failed", problem: back.why === "silent" ? back.message : changedSince };
    });
    cards.push(one);
    await at.checkpoint({ cards });
  }
  const failed = cards.filter(({ is }) => is === "failed").length;
  return { ok: true, result: { changed: cards.length - failed, failed } };
}

const changedSince = "It was changed again since; it stays. “Earlier versions” on its page has what it was.";
