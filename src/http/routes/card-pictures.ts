import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId, CardId } from "../../domain/ids.ts";
import { type CardDress, dressCard } from "../../usecases/dress-card.ts";
import type { PublishDeps } from "../../usecases/publish-card.ts";
import { type CoverDeps, type CoverSource, makeCover, uploadCover } from "../../usecases/upload-cover.ts";
import { whichAccount } from "../../usecases/which-account.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Card } from "../schema/card.ts";
import { CardIcons, CoverSizeName, CoverWish, CropQuery } from "../schema/icon.ts";
import { cardView } from "../view/card-view.ts";
import { cropOf, pictureAnswer, refuseNoPicture } from "./icons.ts";

export type CardPictureDeps = PublishDeps & CoverDeps;

const tags = ["Cards"];
const params = z.object({ id: z.string().min(1).max(100) });
const aPicture = { schema: z.string().openapi({ format: "binary" }) };

const icons = defineRoute("member", {
  method: "put",
  path: "/api/cards/{id}/icons",
  tags,
  summary: "Give chapters of a card icons; where it is published, at Yoto too",
  request: { params, body: bodyOf(CardIcons) },
  responses: { 200: jsonOf(Card, "The card") },
});
const cover = defineRoute("member", {
  method: "put",
  path: "/api/cards/{id}/cover",
  tags,
  summary:
    "Give a card a cover: send a picture (cut to size, in the middle or as told), or JSON that says where from",
  request: {
    params,
    query: CropQuery.extend({ size: CoverSizeName.default("card") }),
    body: { content: { "image/*": aPicture, "application/json": { schema: CoverWish } } },
  },
  responses: { 200: jsonOf(Card, "The card") },
});
const template = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/cover/drawn",
  tags,
  summary: "What a drawn cover of this card would look like; nothing is kept",
  request: {
    params,
    query: z.object({
      size: CoverSizeName.default("card"),
      title: z.string().trim().max(100).optional(),
      author: z.string().trim().max(100).optional(),
      iconId: z.string().max(200).optional(),
    }),
  },
  responses: { 200: { description: "JPEG", content: { "image/jpeg": aPicture } } },
});

/** How cards look: covers and icons. */
export function cardPictureRoutes(app: OpenAPIHono<AppEnv>, deps: CardPictureDeps): void {
  app.openapi(icons, async (c) => {
    const wanted = Object.entries(c.req.valid("json").icons);
    const byKey = Object.fromEntries(wanted.map(([key, id]) => [key, id ?? undefined]));
    const dressed = await dress(c.req.valid("param").id, { icons: byKey });
    return dressed.ok ? c.json(cardView(dressed.card), 200) : refuseDressed(dressed);
    function refuseDressed(refused: Extract<typeof dressed, { ok: false }>) {
      if (refused.why !== "does-not-fit") return refuse(c, refused.why);
      return refuse(c, "card-too-large", { details: refused.problems });
    }
  });

  app.openapi(cover, async (c) => {
    const { id } = c.req.valid("param");
    const { size, ...query } = c.req.valid("query");
    const card = (await deps.cards.get(CardId(id)))?.value;
    if (card === undefined) return refuse(c, "not-found");
    const which = await whichAccount(deps, card.published?.accountId);
    if (!which.ok) return refuse(c, which.why);
    const isJson = c.req.header("content-type")?.startsWith("application/json") === true;
    const source: CoverSource = isJson
      ? sourceOf(CoverWish.parse(await c.req.json()), card.title)
      : { from: "picture", bytes: new Uint8Array(await c.req.arrayBuffer()), ...cropOf(query) };
    const uploaded = await uploadCover(deps, which.account.id, source, size);
    if (!uploaded.ok) return refuseNoPicture(c, uploaded.why);
    const dressed = await dress(id, { coverUrl: uploaded.url });
    if (dressed.ok) return c.json(cardView(dressed.card), 200);
    return dressed.why === "does-not-fit"
      ? refuse(c, "card-too-large", { details: dressed.problems })
      : refuse(c, dressed.why);
  });

  app.openapi(template, async (c) => {
    const { size, title, author, iconId } = c.req.valid("query");
    const card = (await deps.cards.get(CardId(c.req.valid("param").id)))?.value;
    if (card === undefined) return refuse(c, "not-found");
    const source = { from: "template" as const, title: title || card.title, author, iconId };
    const made = await makeCover(deps, card.published?.accountId, source, size);
    return made.ok ? pictureAnswer(made, "private, max-age=3600") : refuseNoPicture(c, made.why);
  });

  function dress(id: string, how: CardDress) {
    return dressCard(deps, CardId(id), how);
  }
}

function sourceOf(wish: CoverWish, cardTitle: string): CoverSource {
  if (wish.from === "audio") return { from: "audio", audioId: AudioId(wish.audioId) };
  const { title = cardTitle, author, iconId } = wish;
  return { from: "template", title, author, iconId };
}
