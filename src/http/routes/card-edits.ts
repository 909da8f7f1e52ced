import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { BulkEdit as DomainEdit } from "../../domain/cards/bulk-edit.ts";
import { JobId } from "../../domain/ids.ts";
import { type Job as DomainJob, isOver } from "../../domain/job.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { EditedCard } from "../../stores/card-edit-schema.ts";
import {
  editCardsKind,
  editedCards,
  enqueueCardsEdit,
  previewCardsEdit,
} from "../../usecases/cards/edit-cards.ts";
import type { EditManyDeps } from "../../usecases/cards/edit-one-of-many.ts";
import { enqueueUndo, undoCardsEditKind, undoIdOf } from "../../usecases/cards/undo-cards-edit.ts";
import type { EnqueueJobDeps } from "../../usecases/jobs/enqueue-job.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { type BulkEdit, CardsEdit, CardsEditPreview, NewCardsEdit } from "../schema/card-edit.ts";
import { Job } from "../schema/job.ts";
import { jobView } from "../view/job-view.ts";

export type CardEditDeps = EditManyDeps &
  Omit<EnqueueJobDeps, "jobQueue"> & {
    /** Absent in a process that has nobody to do long work. */
    readonly jobQueue?: EnqueueJobDeps["jobQueue"] | undefined;
  };

const tags = ["Cards"];
const params = z.object({ jobId: z.string().min(1).max(100) });

const preview = defineRoute("member", {
  method: "post",
  path: "/api/cards/edits/preview",
  tags,
  summary: "What an edit of several cards would change, card by card; writes nothing",
  request: { body: bodyOf(NewCardsEdit) },
  responses: { 200: jsonOf(CardsEditPreview, "In sentences") },
});
const order = defineRoute("member", {
  method: "post",
  path: "/api/cards/edits",
  tags,
  summary: "Edit several cards, ours and those made elsewhere; each is kept as it was first",
  request: { body: bodyOf(NewCardsEdit) },
  responses: { 202: jsonOf(Job, "Follow the job") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/cards/edits/{jobId}",
  tags,
  summary: "What became of an edit, or of its undoing, card by card",
  request: { params },
  responses: { 200: jsonOf(CardsEdit, "So far") },
});
const undo = defineRoute("member", {
  method: "post",
  path: "/api/cards/edits/{jobId}/undo",
  tags,
  summary: "Take an edit back on all cards that were not changed since",
  request: { params },
  responses: { 202: jsonOf(Job, "Follow the job; asked again, it is the same one") },
});

/** Several cards at once. */
export function cardEditRoutes(app: OpenAPIHono<AppEnv>, deps: CardEditDeps): void {
  const { jobQueue } = deps;

  app.openapi(preview, async (c) => {
    const { cards, edit } = c.req.valid("json");
    const seen = await previewCardsEdit(deps, cards, editOf(edit));
    const items = seen.map(({ ref, title, changes, problem }) => ({
      card: ref,
      title,
      changes: [...changes],
      ...omitUndefined({ problem }),
    }));
    return c.json({ cards: items }, 200);
  });

  app.openapi(order, async (c) => {
    const { cards, edit } = c.req.valid("json");
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const orderedBy = c.var.caller?.name ?? "system";
    const job = await enqueueCardsEdit({ ...deps, jobQueue }, { refs: cards, edit: editOf(edit), orderedBy });
    return c.json(jobView(job), 202);
  });

  app.openapi(one, async (c) => {
    const job = await editJob(c.req.valid("param").jobId);
    if (job === undefined) return refuse(c, "not-found");
    const cards = editedCards(job);
    const undone = job.kind === editCardsKind ? await editJob(undoIdOf(job.id)) : undefined;
    const changed = job.kind === editCardsKind && isOver(job) && cards.some(({ is }) => is === "changed");
    return c.json(
      {
        job: jobView(job),
        cards: cards.map(cardView),
        undo:
          undone !== undefined
            ? ("ordered" as const)
            : changed
              ? ("possible" as const)
              : ("nothing" as const),
        ...omitUndefined({ undoJobId: undone?.id }),
      },
      200,
    );
  });

  app.openapi(undo, async (c) => {
    const job = await editJob(c.req.valid("param").jobId);
    if (job?.kind !== editCardsKind) return refuse(c, "not-found");
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const ordered = await enqueueUndo({ ...deps, jobQueue }, job, c.var.caller?.name ?? "system");
    return ordered === undefined ? refuse(c, "nothing-to-undo") : c.json(jobView(ordered), 202);
  });

  async function editJob(id: string): Promise<DomainJob | undefined> {
    const job = (await deps.jobs.get(JobId(id)))?.value;
    return job?.kind === editCardsKind || job?.kind === undoCardsEditKind ? job : undefined;
  }
}

function cardView(card: EditedCard) {
  const { ref, title, is } = card;
  return { card: ref, title, is, ...(card.is === "failed" && { problem: card.problem }) };
}

function editOf({ rename, ...edit }: BulkEdit): DomainEdit {
  return { ...omitUndefined(edit), ...(rename && { rename: { of: rename.of, ...omitUndefined(rename) } }) };
}
