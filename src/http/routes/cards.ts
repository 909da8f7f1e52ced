import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { CardFace } from "../../domain/cards/card.ts";
import { AudioId, CardId, StreamId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { Stories } from "../../stores/stories.ts";
import { changeCard } from "../../usecases/cards/change-card.ts";
import { deleteCard } from "../../usecases/cards/delete-card.ts";
import { duplicateCard } from "../../usecases/cards/duplicate-card.ts";
import { type MakeCardDeps, makeCard } from "../../usecases/cards/make-card.ts";
import type { ChapterWish } from "../../usecases/cards/settle-chapters.ts";
import { splitChapter } from "../../usecases/cards/split-chapter.ts";
import { speakToLibrary, type Voice } from "../../usecases/speech/speak-to-library.ts";
import type { DeleteStreamDeps } from "../../usecases/streams/change-stream.ts";
import type { RuleCandidateDeps } from "../../usecases/streams/rule-candidates.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { type Refused, refuse } from "../refuse.ts";
import { refuseFields } from "../refuse-fields.ts";
import { Card, CardChange, CardPage, type ChapterWish as ChapterAsked, NewCard } from "../schema/card.ts";
import { IfUnchangedQuery } from "../schema/if-changed.ts";
import { PageQuery } from "../schema/page.ts";
import type { Slots } from "../streams/slots.ts";
import { cardView } from "../view/card-view.ts";
import { refuseCard } from "../view/refuse-card.ts";

export type CardDeps = MakeCardDeps &
  RuleCandidateDeps &
  DeleteStreamDeps & {
    readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card" | "deleteCard">;
    readonly files: AudioFiles;
    readonly stories: Stories;
    readonly slots: Pick<Slots, "forget">;
    /** Speaks texts; absent where no voice is set up. */
    readonly voice?: Voice | undefined;
  };

const tags = ["Cards"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/cards",
  tags,
  summary: "Our cards, newest first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(CardPage, "A page") },
});
const make = defineRoute("member", {
  method: "post",
  path: "/api/cards",
  tags,
  summary:
    "Make a card of a stream, of recordings, of Yoto's audio, or of a text that is spoken, and publish it",
  request: { body: bodyOf(NewCard) },
  responses: { 201: jsonOf(Card, "The card; put it into a player") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}",
  tags,
  summary: "One card",
  request: { params },
  responses: { 200: jsonOf(Card, "The card") },
});
const change = defineRoute("member", {
  method: "patch",
  path: "/api/cards/{id}",
  tags,
  summary: "Change a card here; publish it to let players have it",
  request: { params, body: bodyOf(CardChange) },
  responses: { 200: jsonOf(Card, "As it is now; `pending` until it is published") },
});
const duplicate = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/duplicate",
  tags,
  summary: "Make a second card like this one; it is kept here until it is published",
  request: { params, body: bodyOf(z.object({ title: z.string().trim().min(1).max(100).optional() })) },
  responses: { 201: jsonOf(Card, "The copy") },
});
const split = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/chapters/{key}/split",
  tags,
  summary: "Split a chapter into parts at a quiet place, without decoding it",
  request: {
    params: params.extend({ key: z.string().min(1).max(200) }),
    body: bodyOf(
      z.object({
        parts: z
          .number()
          .int()
          .min(2)
          .max(20)
          .optional()
          .openapi({ description: "Left out: as many as fit at Yoto, at least two" }),
      }),
    ),
  },
  responses: { 200: jsonOf(Card, "With the parts in the chapter's place") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/cards/{id}",
  tags,
  summary: "Delete a card here and at Yoto; its JSON is kept as a backup",
  request: { params, query: IfUnchangedQuery },
  responses: { 204: { description: "Deleted" } },
});

/** Cards of ours. */
export function cardRoutes(app: OpenAPIHono<AppEnv>, deps: CardDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.cards.list({ limit, backwards: true, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => cardView(value)), cursor: page.cursor }, 200);
  });

  app.openapi(make, async (c) => {
    const { accountId, draft, streamId, audio, text, voiceId, chapters, ...face } = c.req.valid("json");
    const wishes = await wishesOf(c, { title: face.title, streamId, audio, text, voiceId, chapters });
    if (!Array.isArray(wishes)) return wishes;
    const made = await makeCard(deps, {
      ...(omitUndefined(face) as Omit<CardFace, "chapters" | "plays">),
      chapters: wishes,
      draft: draft ?? false,
      accountId: accountId === undefined ? undefined : YotoAccountId(accountId),
    });
    deps.slots.forget();
    return made.ok ? c.json(cardView(made.card), 201) : refuseCard(c, made);
  });

  app.openapi(one, async (c) => {
    const found = await deps.cards.get(CardId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(cardView(found.value), 200);
  });

  app.openapi(change, async (c) => {
    const { chapters, ifChangedAtMs, ...face } = c.req.valid("json");
    const id = CardId(c.req.valid("param").id);
    const wanted = { ...face, ...(chapters && { chapters: chapters.map(wishOf) }) };
    const changed = await changeCard(deps, id, wanted, ifChangedAtMs);
    deps.slots.forget();
    return changed.ok ? c.json(cardView(changed.card), 200) : refuseCard(c, changed);
  });

  app.openapi(duplicate, async (c) => {
    const copy = await duplicateCard(deps, CardId(c.req.valid("param").id), c.req.valid("json").title);
    return copy === undefined ? refuse(c, "not-found") : c.json(cardView(copy), 201);
  });

  app.openapi(split, async (c) => {
    const { id, key } = c.req.valid("param");
    const done = await splitChapter(deps, CardId(id), key, c.req.valid("json").parts);
    deps.slots.forget();
    return done.ok ? c.json(cardView(done.card), 200) : refuse(c, done.why);
  });

  app.openapi(remove, async (c) => {
    const { ifChangedAtMs } = c.req.valid("query");
    const deleted = await deleteCard(deps, CardId(c.req.valid("param").id), ifChangedAtMs);
    return deleted.ok ? c.body(null, 204) : refuse(c, deleted.why);
  });

  /** What shall be on a new card, however it was asked for; or the refusal. */
  async function wishesOf(
    c: Context<AppEnv>,
    asked: Pick<NewCard, "title" | "streamId" | "audio" | "text" | "voiceId" | "chapters">,
  ): Promise<ChapterWish[] | Refused> {
    const { title, streamId, audio = [], text, voiceId, chapters } = asked;
    if (chapters !== undefined) return chapters.map(wishOf);
    if (streamId !== undefined) return [{ streamId: StreamId(streamId) }];
    if (text === undefined) return audio.map((id) => ({ audioId: AudioId(id) }));
    const spoken = await speakToLibrary({ ...deps, voice: deps.voice }, { title, text, voiceId });
    if (spoken.ok) return [{ audioId: spoken.audio.id }];
    if (spoken.why === "no-speech") return refuse(c, "no-speech");
    const problem =
      spoken.why === "unknown-voice"
        ? { field: "voiceId", problem: "There is no such voice. GET /api/audio/voices lists them." }
        : { field: "text", problem: "has nothing in it that the voice can say: write words in its language" };
    return refuseFields(c, [problem]);
  }
}

function wishOf(asked: ChapterAsked): ChapterWish {
  const { title, icon } = asked;
  const dress = {
    title,
    icon: icon === undefined || icon === "" ? icon : `yoto:#${icon.replace(/^yoto:#/, "")}`,
  };
  if ("key" in asked) return { ...dress, key: asked.key };
  if ("audioId" in asked) return { ...dress, audioId: AudioId(asked.audioId) };
  if ("streamId" in asked) return { ...dress, streamId: StreamId(asked.streamId), slot: asked.slot };
  return { ...dress, yotoCardId: YotoCardId(asked.yotoCardId), place: asked.place };
}
