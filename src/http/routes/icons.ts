import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { YotoAccountId } from "../../domain/ids.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { IconShelf } from "../../usecases/icon-shelf.ts";
import { whichAccount } from "../../usecases/which-account.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { IconPage } from "../schema/icon.ts";
import { PageQuery } from "../schema/page.ts";

export type IconDeps = { readonly icons: IconShelf; readonly accounts: YotoAccounts };

const tags = ["Icons"];

const list = defineRoute("member", {
  method: "get",
  path: "/api/icons",
  tags,
  summary: "16×16 icons for cards and displays",
  request: {
    query: PageQuery.extend({
      of: z.enum(["yoto", "me"]).default("yoto").openapi({ description: "Yoto's set, or the family's own" }),
      search: z.string().max(100).optional(),
      accountId: z.string().max(200).optional().openapi({ description: "Where several are linked" }),
    }),
  },
  responses: { 200: jsonOf(IconPage, "A page") },
});

const picture = defineRoute("member", {
  method: "get",
  path: "/api/icons/{accountId}/{id}",
  tags,
  summary: "The picture of an icon",
  request: { params: z.object({ accountId: z.string().min(1).max(200), id: z.string().min(1).max(200) }) },
  responses: { 200: { description: "The picture", content: { "image/*": { schema: z.string() } } } },
});

/** Icons: Yoto's set with search, and their pictures through this server, so that a browser talks to nobody else. */
export function iconRoutes(app: OpenAPIHono<AppEnv>, deps: IconDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, of, search, accountId } = c.req.valid("query");
    const which = await whichAccount(deps, accountId === undefined ? undefined : YotoAccountId(accountId));
    if (!which.ok) return refuse(c, which.why);
    const { id } = which.account;
    const found = await deps.icons.list(id, of, search);
    const from = /^\d+$/.test(cursor ?? "") ? Number(cursor) : 0;
    const items = found.slice(from, from + limit).map(({ mediaId, title, tags: words }) => ({
      id: mediaId,
      ...(title !== undefined && { title }),
      tags: [...words],
      pictureUrl: `/api/icons/${encodeURIComponent(id)}/${encodeURIComponent(mediaId)}`,
    }));
    const next = from + limit;
    return c.json({ items, ...(next < found.length && { cursor: String(next) }) }, 200);
  });

  app.openapi(picture, async (c) => {
    const { accountId, id } = c.req.valid("param");
    const which = await whichAccount(deps, YotoAccountId(accountId));
    const found = which.ok ? await deps.icons.picture(which.account.id, id) : undefined;
    if (found === undefined) return refuse(c, "not-found");
    c.header("Content-Type", found.contentType);
    // The id is made from the bytes: another picture has another id.
    c.header("Cache-Control", "private, max-age=2592000, immutable");
    return c.body(new Uint8Array(found.bytes), 200);
  });
}
