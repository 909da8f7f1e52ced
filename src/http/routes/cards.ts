import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { CardProblem } from "../../domain/card-limits.ts";
import { AudioId, CardId, StreamId, YotoAccountId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import { deleteCard } from "../../usecases/delete-card.ts";
import type { CardLookUp } from "../../usecases/look-up-card.ts";
import { type MakeCardDeps, makeCard } from "../../usecases/make-card.ts";
import { makeStream } from "../../usecases/make-stream.ts";
import { type PublishDeps, publishCard } from "../../usecases/publish-card.ts";
import { speakToLibrary, type Voice } from "../../usecases/speak-to-library.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { type Refused, refuse } from "../refuse.ts";
import { Card, CardPage, NewCard, PublishRequest } from "../schema/card.ts";
import { PageQuery } from "../schema/page.ts";
import { cardView } from "../view/card-view.ts";

export type CardDeps = MakeCardDeps &
  PublishDeps & {
    readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card" | "deleteCard">;
    readonly cardBackups: CardBackups;
    readonly cardLookUp: CardLookUp;
    readonly files: AudioFiles;
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
  summary: "Make a card of a stream, of recordings, or of a text that is spoken, and publish it",
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
const publish = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/publish",
  tags,
  summary: "Bring a card to Yoto as it is now; what stood there is kept as a backup",
  request: { params, body: bodyOf(PublishRequest) },
  responses: { 200: jsonOf(Card, "The card, published") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/cards/{id}",
  tags,
  summary: "Delete a card here and at Yoto; its JSON is kept as a backup",
  request: { params },
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
    const { accountId, ...asked } = c.req.valid("json");
    const stream = await streamFor(c, asked);
    if (!("streamId" in stream)) return stream;
    const made = await makeCard(deps, {
      ...asked,
      streamId: stream.streamId,
      accountId: accountId === undefined ? undefined : YotoAccountId(accountId),
    });
    if (made.ok) return c.json(cardView(made.card), 201);
    return made.why === "does-not-fit" ? doesNotFit(c, made.problems) : refuse(c, made.why);
  });

  app.openapi(one, async (c) => {
    const found = await deps.cards.get(CardId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(cardView(found.value), 200);
  });

  app.openapi(publish, async (c) => {
    const { accountId } = c.req.valid("json");
    const named = accountId === undefined ? undefined : YotoAccountId(accountId);
    const done = await publishCard(deps, CardId(c.req.valid("param").id), named);
    if (done.ok) return c.json(cardView(done.card), 200);
    return done.why === "does-not-fit" ? doesNotFit(c, done.problems) : refuse(c, done.why);
  });

  app.openapi(remove, async (c) => {
    const deleted = await deleteCard(deps, CardId(c.req.valid("param").id));
    return deleted.ok ? c.body(null, 204) : refuse(c, "not-found");
  });

  /** The stream that is asked for, there already or made now; or the refusal. */
  async function streamFor(
    c: Context<AppEnv>,
    asked: Omit<NewCard, "accountId">,
  ): Promise<{ readonly streamId: StreamId } | Refused> {
    if (asked.streamId !== undefined) return { streamId: StreamId(asked.streamId) };
    let audio = (asked.audio ?? []).map(AudioId);
    if (asked.text !== undefined) {
      const { title, text, voiceId } = asked;
      const spoken = await speakToLibrary({ ...deps, voice: deps.voice }, { title, text, voiceId });
      if (!spoken.ok)
        return spoken.why === "no-speech"
          ? refuse(c, "no-speech")
          : refuse(c, "invalid-request", {
              details: [
                spoken.why === "unknown-voice"
                  ? { field: "voiceId", problem: "no such voice" }
                  : { field: "text", problem: "there is nothing in it to say" },
              ],
            });
      audio = [spoken.audio.id];
    }
    const made = await makeStream(deps, { title: asked.title, rule: { kind: "fixed-list", audio } });
    if (made.ok) return { streamId: made.stream.id };
    return refuse(c, "invalid-request", { details: [...made.problems] });
  }
}

function doesNotFit(c: Context<AppEnv>, problems: readonly CardProblem[]): Refused {
  const message = problems.map((problem) => problem.message).join(" ");
  return refuse(c, "card-too-large", { details: problems, message });
}
