import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { CardGroup as YotoGroup } from "../../ports/yoto-library.ts";
import {
  changeGroup,
  deleteGroup,
  type GroupDeps,
  listGroups,
  makeGroup,
} from "../../usecases/cards/card-groups.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { CardGroup, CardGroupChange, CardGroups, NewCardGroup } from "../schema/family-card.ts";

const tags = ["Library"];
const query = z.object({ accountId: z.string().max(200).optional() });
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/library/groups",
  tags,
  summary: "The groups of cards in the family's app",
  request: { query },
  responses: { 200: jsonOf(CardGroups, "All groups; twenty at most") },
});
const make = defineRoute("member", {
  method: "post",
  path: "/api/library/groups",
  tags,
  summary: "Make a group of cards",
  request: { query, body: bodyOf(NewCardGroup) },
  responses: { 201: jsonOf(CardGroup, "The group; cards that Yoto does not know are left out") },
});
const change = defineRoute("member", {
  method: "patch",
  path: "/api/library/groups/{id}",
  tags,
  summary: "Rename a group, or change its cards and their order",
  request: { query, params, body: bodyOf(CardGroupChange) },
  responses: { 200: jsonOf(CardGroup, "As it is now") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/library/groups/{id}",
  tags,
  summary: "Delete a group; its cards stay",
  request: { query, params },
  responses: { 204: { description: "Deleted" } },
});

/** Groups of cards, which Yoto keeps for the family. */
export function cardGroupRoutes(app: OpenAPIHono<AppEnv>, deps: GroupDeps): void {
  const accountOf = (id: string | undefined) => (id === undefined ? undefined : YotoAccountId(id));

  app.openapi(list, async (c) => {
    const found = await listGroups(deps, accountOf(c.req.valid("query").accountId));
    return found.ok ? c.json({ items: found.groups.map(view) }, 200) : refuse(c, found.why);
  });
  app.openapi(make, async (c) => {
    const { name, cards } = c.req.valid("json");
    const wanted = { name, cards: cards.map(YotoCardId) };
    const made = await makeGroup(deps, accountOf(c.req.valid("query").accountId), wanted);
    return made.ok ? c.json(view(made.group), 201) : refuse(c, made.why);
  });
  app.openapi(change, async (c) => {
    const { name, cards } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const account = accountOf(c.req.valid("query").accountId);
    const changed = await changeGroup(deps, account, id, { name, cards: cards?.map(YotoCardId) });
    return changed.ok ? c.json(view(changed.group), 200) : refuse(c, changed.why);
  });
  app.openapi(remove, async (c) => {
    const gone = await deleteGroup(deps, accountOf(c.req.valid("query").accountId), c.req.valid("param").id);
    return gone.ok ? c.body(null, 204) : refuse(c, gone.why);
  });
}

function view({ id, name, cards }: YotoGroup): CardGroup {
  return { id, name, cards: cards.map(({ yotoCardId }) => yotoCardId) };
}
