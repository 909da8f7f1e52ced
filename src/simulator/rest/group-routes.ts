import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud.ts";
import type { Group } from "../store/library.ts";
import { callerOf } from "./caller.ts";
import { badRequest, inShape, jsonObject, notFound } from "./refused.ts";

const groupBody = z.looseObject({
  name: z.string().min(1).max(100),
  imageId: z.string().optional(),
  items: z.array(z.looseObject({ contentId: z.string() })).optional(),
});

type Deps = Pick<
  Cloud,
  "accounts" | "cards" | "devices" | "families" | "tokens" | "clock" | "chance" | "origin"
>;

/**
 * `/card/family/library/groups`: the list is a bare array, unlike everything else; 20 groups a family.
 * @see https://yoto.dev/api/getgroups/
 */
export function groupRoutes(deps: Deps): Hono {
  const { accounts, cards, families, clock, chance, origin } = deps;
  const app = new Hono().basePath("/card/family/library/groups");
  const view = (group: Group, familyId: string) => groupView(group, familyId, origin());

  const read = (body: unknown) => inShape(groupBody, body);

  /** Ids the family does not know are dropped without a word. */
  const knownItems = (familyId: string, items: readonly { contentId: string }[], before?: Group) => {
    const now = new Date(clock.nowMs()).toISOString();
    const known = (cardId: string) =>
      families.shelf(familyId).library.has(cardId) ||
      accounts.get(cards.get(cardId)?.userId ?? "")?.familyId === familyId;
    return items
      .filter(({ contentId }) => known(contentId))
      .map(({ contentId }) => ({
        contentId,
        addedAt: before?.items.find((item) => item.contentId === contentId)?.addedAt ?? now,
      }));
  };

  const found = (familyId: string, id: string) => {
    const group = families.shelf(familyId).groups.get(id);
    if (group === undefined) throw notFound(`Group '${id}' not found for family`);
    return group;
  };

  app.get("/", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:view");
    return c.json([...families.shelf(familyId).groups.values()].map((group) => view(group, familyId)));
  });

  app.post("/", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:manage");
    const { name, imageId = "fp-cards", items = [] } = read(await jsonObject(c));
    const { groups } = families.shelf(familyId);
    if (groups.size >= 20) throw badRequest("Group count is limited to 20");
    const now = new Date(clock.nowMs()).toISOString();
    const group: Group = {
      id: chance.alphanumerics(21),
      name,
      imageId,
      items: knownItems(familyId, items),
      createdAt: now,
      lastModifiedAt: now,
    };
    groups.set(group.id, group);
    return c.json(view(group, familyId));
  });

  app.get("/:groupId", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:view");
    return c.json(view(found(familyId, c.req.param("groupId")), familyId));
  });

  app.put("/:groupId", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:manage");
    const before = found(familyId, c.req.param("groupId"));
    const { name, imageId = before.imageId, items = [] } = read(await jsonObject(c));
    const group: Group = {
      ...before,
      name,
      imageId,
      items: knownItems(familyId, items, before),
      lastModifiedAt: new Date(clock.nowMs()).toISOString(),
    };
    families.shelf(familyId).groups.set(group.id, group);
    return c.json(view(group, familyId));
  });

  app.delete("/:groupId", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:manage");
    const { id } = found(familyId, c.req.param("groupId"));
    families.shelf(familyId).groups.delete(id);
    return c.json({ id });
  });

  return app;
}

/** A group as the API shows it. */
export function groupView(group: Group, familyId: string, origin: string) {
  return { ...group, familyId, imageUrl: `${origin}/media/family/images/${group.imageId}`, cards: [] };
}
