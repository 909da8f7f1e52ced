import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { CardId, YotoAccountId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import { discardChanges } from "../../usecases/cards/change-card.ts";
import { bakeJobOf, enqueueBake, streamAgain } from "../../usecases/cards/enqueue-bake.ts";
import { lookOverCard } from "../../usecases/cards/look-over-card.ts";
import { type PublishDeps, previewCard, publishCard } from "../../usecases/cards/publish-card.ts";
import type { EnqueueJobDeps } from "../../usecases/jobs/enqueue-job.ts";
import type { SlotSoundDeps } from "../../usecases/streams/slot-sound.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Card, CardPreview, CardState, PublishRequest } from "../schema/card.ts";
import { Job } from "../schema/job.ts";
import { cardView } from "../view/card-view.ts";
import { jobView } from "../view/job-view.ts";
import { refuseCard } from "../view/refuse-card.ts";

export type CardPublishingDeps = PublishDeps &
  SlotSoundDeps &
  Omit<EnqueueJobDeps, "jobQueue"> & {
    /** Absent in a process that has nobody to do long work. */
    readonly jobQueue?: EnqueueJobDeps["jobQueue"] | undefined;
  };

const tags = ["Cards"];
const params = z.object({ id: z.string().min(1).max(100) });

const state = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/state",
  tags,
  summary: "Where each chapter is and plays from, and what keeps the card from being brought to Yoto",
  request: { params },
  responses: { 200: jsonOf(CardState, "Chapter by chapter") },
});
const preview = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/preview",
  tags,
  summary: "What publishing would change at Yoto, in sentences; writes nothing",
  request: { params, query: z.object({ accountId: z.string().max(200).optional() }) },
  responses: { 200: jsonOf(CardPreview, "The changes") },
});
const publish = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/publish",
  tags,
  summary: "Bring a card to Yoto as it is now; what stood there is kept as a backup",
  request: { params, body: bodyOf(PublishRequest) },
  responses: { 200: jsonOf(Card, "The card, published") },
});
const discard = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/discard",
  tags,
  summary: "Take back what was changed here since the card was last published",
  request: { params },
  responses: { 200: jsonOf(Card, "As it was published") },
});
const bake = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/bake",
  tags,
  summary: "Bring the card's sound to Yoto, so that it plays without this server: for a trip",
  request: { params, body: bodyOf(z.object({ accountId: z.string().max(200).optional() })) },
  responses: { 202: jsonOf(Job, "Follow the job; the card plays as before until it is done") },
});
const stream = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/stream",
  tags,
  summary: "Let the card play from this server again; its id and places stay",
  request: { params, body: bodyOf(PublishRequest.pick({ shown: true })) },
  responses: { 200: jsonOf(Card, "Streaming") },
});

/** Between us and Yoto: what differs, writing it, and where the sound is. */
export function cardPublishingRoutes(app: OpenAPIHono<AppEnv>, deps: CardPublishingDeps): void {
  app.openapi(state, async (c) => {
    const card = (await deps.cards.get(CardId(c.req.valid("param").id)))?.value;
    if (card === undefined) return refuse(c, "not-found");
    const [{ chapters, problems }, job] = await Promise.all([
      lookOverCard(deps, card),
      bakeJobOf(deps, card),
    ]);
    return c.json(
      {
        chapters: chapters.map(({ sound, ...chapter }) => ({
          ...chapter,
          audio: (sound?.pieces ?? []).map(({ id, title }) => ({ id, title })),
        })),
        problems: problems.map((each) => ({ ...each })),
        ...omitUndefined({ job: job && jobView(job) }),
      },
      200,
    );
  });

  app.openapi(preview, async (c) => {
    const { accountId } = c.req.valid("query");
    const named = accountId === undefined ? undefined : YotoAccountId(accountId);
    const seen = await previewCard(deps, CardId(c.req.valid("param").id), named);
    if (!seen.ok) return refuseCard(c, seen);
    return c.json({ changes: [...seen.changes], accountId: seen.accountId, ...seen.there }, 200);
  });

  app.openapi(publish, async (c) => {
    const { accountId, shown } = c.req.valid("json");
    const named = accountId === undefined ? undefined : YotoAccountId(accountId);
    const done = await publishCard(deps, CardId(c.req.valid("param").id), { accountId: named, shown });
    return done.ok ? c.json(cardView(done.card), 200) : refuseCard(c, done);
  });

  app.openapi(discard, async (c) => {
    const card = await discardChanges(deps, CardId(c.req.valid("param").id));
    return card === undefined ? refuse(c, "not-published") : c.json(cardView(card), 200);
  });

  app.openapi(bake, async (c) => {
    const { jobQueue } = deps;
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const { accountId } = c.req.valid("json");
    const ordered = await enqueueBake(
      { ...deps, jobQueue },
      {
        id: CardId(c.req.valid("param").id),
        accountId: accountId === undefined ? undefined : YotoAccountId(accountId),
        orderedBy: c.var.caller?.name ?? "system",
      },
    );
    return ordered.ok ? c.json(jobView(ordered.job), 202) : refuseCard(c, ordered);
  });

  app.openapi(stream, async (c) => {
    const done = await streamAgain(deps, CardId(c.req.valid("param").id), c.req.valid("json").shown);
    return done.ok ? c.json(cardView(done.card), 200) : refuseCard(c, done);
  });
}
