import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId, CardId } from "../../domain/ids.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { type DressDeps, dressCard } from "../../usecases/pictures/dress-card.ts";
import {
  type CoverDeps,
  type CoverSource,
  makeCover,
  uploadCover,
} from "../../usecases/pictures/upload-cover.ts";
import { whichAccount } from "../../usecases/yoto-accounts/which-account.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Card } from "../schema/card.ts";
import { CardIcons, CoverSizeName, CoverWish, CropQuery } from "../schema/icon.ts";
import { cardView } from "../view/card-view.ts";
import { cropOf, pictureAnswer, refuseNoPicture } from "./icons.ts";

export type CardPictureDeps = DressDeps &
  CoverDeps & { readonly accounts: YotoAccounts; readonly pictures: Pictures };

const tags = ["Cards"];
const params = z.object({ id: z.string().min(1).max(100) });
const aPicture = { schema: z.string().openapi({ format: "binary" }) };

const icons = defineRoute("member", {
  method: "put",
  path: "/api/cards/{id}/icons",
  tags,
  summary: "Give chapters of a card icons; players see them when the card is published",
  request: { params, body: bodyOf(CardIcons) },
  responses: { 200: jsonOf(Card, "The card") },
});
const cover = defineRoute("member", {
  method: "put",
  path: "/api/cards/{id}/cover",
  tags,
  summary:
    "Give a card a cover: send a picture (cut to size), or JSON that says where from; Yoto shows it when the card is published",
  request: {
    params,
    query: CropQuery.extend({ size: CoverSizeName.default("card") }),
    body: {
      content: {
        "image/*": aPicture,
        "application/octet-stream": aPicture,
        "application/json": { schema: CoverWish },
      },
    },
  },
  responses: { 200: jsonOf(Card, "The card") },
});
const shown = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/cover",
  tags,
  summary: "The cover of a card of ours; fetched by us, so that screens talk to nobody else",
  request: { params },
  responses: { 200: { description: "The picture", content: { "image/*": aPicture } } },
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
    const { icons } = c.req.valid("json");
    const dressed = await dressCard(deps, CardId(c.req.valid("param").id), { icons });
    return dressed.ok ? c.json(cardView(dressed.card), 200) : refuse(c, dressed.why);
  });

  app.openapi(cover, async (c) => {
    const { id } = c.req.valid("param");
    const { size, ...query } = c.req.valid("query");
    const card = (await deps.cards.get(CardId(id)))?.value;
    if (card === undefined) return refuse(c, "not-found");
    const which = await whichAccount(deps, undefined, card.published?.accountId);
    if (!which.ok) return refuse(c, which.why);
    const isJson = c.req.header("content-type")?.startsWith("application/json") === true;
    const source: CoverSource = isJson
      ? sourceOf(CoverWish.parse(await c.req.json()), card.title)
      : { from: "picture", bytes: new Uint8Array(await c.req.arrayBuffer()), ...cropOf(query) };
    const uploaded = await uploadCover(deps, which.account.id, source, size);
    if (!uploaded.ok) return refuseNoPicture(c, uploaded.why);
    const dressed = await dressCard(deps, CardId(id), { coverUrl: uploaded.url });
    return dressed.ok ? c.json(cardView(dressed.card), 200) : refuse(c, dressed.why);
  });

  app.openapi(shown, async (c) => {
    const url = (await deps.cards.get(CardId(c.req.valid("param").id)))?.value.coverUrl;
    const picture =
      url !== undefined && URL.canParse(url) ? await deps.pictures.fetch(new URL(url)) : undefined;
    return picture === undefined ? refuse(c, "not-found") : pictureAnswer(picture, "private, max-age=86400");
  });

  app.openapi(template, async (c) => {
    const { size, title, author, iconId } = c.req.valid("query");
    const card = (await deps.cards.get(CardId(c.req.valid("param").id)))?.value;
    if (card === undefined) return refuse(c, "not-found");
    const source = { from: "template" as const, title: title || card.title, author, iconId };
    const made = await makeCover(deps, card.published?.accountId, source, size);
    return made.ok ? pictureAnswer(made, "private, max-age=3600") : refuseNoPicture(c, made.why);
  });
}

function sourceOf(wish: CoverWish, cardTitle: string): CoverSource {
  if (wish.from === "audio") return { from: "audio", audioId: AudioId(wish.audioId) };
  const { title = cardTitle, author, iconId } = wish;
  return { from: "template", title, author, iconId };
}
