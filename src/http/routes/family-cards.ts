import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { CardEdit } from "../../domain/cards/edit-card-json.ts";
import { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import {
  duplicateFamilyCard,
  editFamilyCard,
  type FamilyCardDeps,
  familyCards,
  readFamilyCard,
} from "../../usecases/cards/family-cards.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import {
  FamilyCardChanges,
  FamilyCardDetail,
  FamilyCardEdit,
  FamilyCardPage,
} from "../schema/family-card.ts";
import { coverPath } from "../view/cover-path.ts";
import { familyCardView } from "../view/family-card-view.ts";

const tags = ["Library"];
const params = z.object({ yotoCardId: z.string().regex(/^\w{1,40}$/) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/library/cards",
  tags,
  summary: "All cards of a family at Yoto: made here, made elsewhere, bought",
  request: { query: z.object({ accountId: z.string().max(200).optional() }) },
  responses: { 200: jsonOf(FamilyCardPage, "All of them; those the family made come first") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/library/cards/{yotoCardId}",
  tags,
  summary: "A card the family made, with what can be edited",
  request: { params },
  responses: { 200: jsonOf(FamilyCardDetail, "The card") },
});
const preview = defineRoute("member", {
  method: "post",
  path: "/api/library/cards/{yotoCardId}/preview",
  tags,
  summary: "What an edit would change, in sentences; writes nothing",
  request: { params, body: bodyOf(FamilyCardEdit) },
  responses: { 200: jsonOf(FamilyCardChanges, "The changes") },
});
const edit = defineRoute("member", {
  method: "patch",
  path: "/api/library/cards/{yotoCardId}",
  tags,
  summary: "Edit a card that was made elsewhere; nothing else of it changes, and its JSON is kept first",
  request: { params, body: bodyOf(FamilyCardEdit) },
  responses: { 200: jsonOf(FamilyCardDetail, "As it is now") },
});
const duplicate = defineRoute("member", {
  method: "post",
  path: "/api/library/cards/{yotoCardId}/duplicate",
  tags,
  summary: "Make a second card at Yoto like this one",
  request: { params, body: bodyOf(z.object({ title: z.string().trim().min(1).max(100).optional() })) },
  responses: { 201: jsonOf(z.object({ yotoCardId: z.string() }), "The copy") },
});

/** Cards of the family that were made elsewhere. */
export function familyCardRoutes(app: OpenAPIHono<AppEnv>, deps: FamilyCardDeps): void {
  app.openapi(list, async (c) => {
    const { accountId } = c.req.valid("query");
    const found = await familyCards(deps, accountId === undefined ? undefined : YotoAccountId(accountId));
    if (!found.ok) return refuse(c, found.why);
    const items = found.cards.map(({ hasCover, ...card }) => ({
      ...card,
      ...omitUndefined({ coverUrl: hasCover ? coverPath(card.yotoCardId) : undefined }),
    }));
    return c.json({ items }, 200);
  });

  app.openapi(one, async (c) => {
    const id = YotoCardId(c.req.valid("param").yotoCardId);
    const found = await readFamilyCard(deps, id);
    return found === undefined
      ? refuse(c, "not-found")
      : c.json(familyCardView(id, found.accountId, found.json), 200);
  });

  app.openapi(preview, async (c) => {
    const { shown: _, ...wanted } = c.req.valid("json");
    const id = YotoCardId(c.req.valid("param").yotoCardId);
    const seen = await editFamilyCard(deps, id, editOf(wanted), { onlyPreview: true });
    return seen.ok ? c.json({ changes: [...seen.changes] }, 200) : refuse(c, seen.why);
  });

  app.openapi(edit, async (c) => {
    const { shown, ...wanted } = c.req.valid("json");
    const id = YotoCardId(c.req.valid("param").yotoCardId);
    const done = await editFamilyCard(deps, id, editOf(wanted), { onlyPreview: false, shown });
    if (!done.ok) return refuse(c, done.why);
    const found = await readFamilyCard(deps, id);
    return found === undefined
      ? refuse(c, "not-found")
      : c.json(familyCardView(id, found.accountId, found.json), 200);
  });

  app.openapi(duplicate, async (c) => {
    const id = YotoCardId(c.req.valid("param").yotoCardId);
    const copy = await duplicateFamilyCard(deps, id, c.req.valid("json").title);
    return copy === undefined ? refuse(c, "not-found") : c.json({ yotoCardId: copy }, 201);
  });
}

function editOf({ chapters, ...face }: Omit<FamilyCardEdit, "shown">): CardEdit {
  return {
    ...omitUndefined(face),
    ...(chapters && {
      chapters: chapters.map(({ place, title, icon }) => ({
        place,
        ...omitUndefined({ title, icon: icon && `yoto:#${icon.replace(/^yoto:#/, "")}` }),
      })),
    }),
  };
}
