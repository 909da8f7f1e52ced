import { type Context, Hono } from "hono";
import { bulkScope } from "../auth/scopes.ts";
import type { Cloud } from "../cloud.ts";
import type { Account } from "../store/accounts.ts";
import type { Card } from "../store/cards.ts";
import { callerOf, deviceOf } from "./caller.ts";
import { readPostedCard } from "./card-schema.ts";
import { availableChapters, cardSummary, cardView, ownershipView, resolvedCard } from "./card-view.ts";
import { keepCard } from "./keep-card.ts";
import { badRequest, jsonObject, notFound } from "./refused.ts";

type Deps = Pick<
  Cloud,
  "accounts" | "cards" | "devices" | "families" | "media" | "tokens" | "switches" | "clock"
>;

/**
 * `/content/*` and `/card/*`: cards of the caller, and cards as players and web clients fetch them.
 * @see https://yoto.dev/api/getcontent/
 */
export function contentRoutes(deps: Deps): Hono {
  const { accounts, cards, families, media, clock } = deps;
  const app = new Hono();

  /** Own, made in the family, or in the family's library; shop cards play in every player. */
  const visible = (cardId: string, familyId: string, asPlayer: boolean): Card => {
    const card = cards.get(cardId);
    const maker = card === undefined ? undefined : accounts.get(card.userId);
    const may =
      card !== undefined &&
      !card.deleted &&
      (maker?.familyId === familyId ||
        families.shelf(familyId).library.has(cardId) ||
        (asPlayer && maker === undefined));
    if (!may) throw notFound(`Card ${cardId} does not exist.`);
    return card;
  };

  const own = (cardId: string, account: Account): Card => {
    const card = cards.get(cardId);
    if (card === undefined || card.userId !== account.sub || card.deleted)
      throw notFound(`Card ${cardId} does not exist.`);
    return card;
  };

  app.get("/content/mine", async (c) => {
    const account = await callerOf(deps, c, "user:content:view");
    const withDeleted = c.req.query("showdeleted") === "true";
    const mine = cards.ofUser(account.sub).filter((card) => withDeleted || !card.deleted);
    return c.json({ cards: mine.map(cardSummary) });
  });

  app.get("/content/:cardId", async (c) => {
    const account = await callerOf(deps, c, "user:content:view");
    const card = visible(c.req.param("cardId"), account.familyId, false);
    const timezone = c.req.query("timezone");
    const content =
      timezone === undefined ? card.content : availableChapters(card.content, timezone, clock.nowMs());
    if (content === undefined) throw badRequest("Invalid timezone provided.");
    const shown = { ...card, content };
    return c.json({
      card: c.req.query("playable") === "true" ? resolvedCard(shown, media) : cardView(shown),
    });
  });

  const keep = async (c: Context, bulk: boolean) => {
    const account = await callerOf(deps, c, bulk ? bulkScope : "user:content:manage");
    const posted = readPostedCard(await jsonObject(c), "content");
    const skipMediaFileCheck = c.req.query("skipMediaFileCheck") === "true";
    return c.json({ card: cardView(keepCard(deps, account, posted, { bulk, skipMediaFileCheck })) });
  };
  app.post("/content", (c) => keep(c, false));
  app.post("/content/bulk", (c) => keep(c, true));

  app.delete("/content/:cardId", async (c) => {
    const account = await callerOf(deps, c, "user:content:manage");
    cards.delete(own(c.req.param("cardId"), account).cardId);
    return c.json({ status: "ok" });
  });

  app.get("/card/:cardId", async (c) => {
    const device = deviceOf(deps, c);
    const familyId =
      device?.familyId ?? (await callerOf(deps, c, "family:library:view", "user:content:view")).familyId;
    const card = visible(c.req.param("cardId"), familyId, device !== undefined);
    const etag = `"${card.updatedAt}"`;
    c.header("ETag", etag);
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    const made = accounts.get(card.userId)?.familyId === familyId;
    const inLibrary = families.shelf(familyId).library.has(card.cardId);
    return c.json({ card: resolvedCard(card, media), ownership: ownershipView({ made, inLibrary }) });
  });

  app.on("GET", ["/card/resolve/:cardId", "/card/details/:cardId"], async (c) => {
    const account = await callerOf(deps, c, "family:library:view", "user:content:view");
    const card = visible(c.req.param("cardId") ?? "", account.familyId, false);
    return c.json({ card: c.req.path.includes("/resolve/") ? resolvedCard(card, media) : cardView(card) });
  });

  app.get("/card/:cardId/media/:mediaId", async (c) => {
    const account = await callerOf(deps, c, "family:library:view", "user:content:view");
    const card = visible(c.req.param("cardId"), account.familyId, false);
    const mediaId = c.req.param("mediaId");
    if (!JSON.stringify(card.content).includes(`yoto:#${mediaId}`) || !media.has(mediaId))
      throw notFound(`Media ${mediaId} does not exist.`);
    return c.json({ media: { url: media.signedUrl(mediaId) } });
  });

  return app;
}
