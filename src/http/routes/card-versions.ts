import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { cardFactsOf } from "../../domain/cards/card-facts.ts";
import { CardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { lookAtVersion, restoreVersion, shownOf } from "../../usecases/cards/card-versions.ts";
import type { PublishDeps } from "../../usecases/cards/publish-card.ts";
import type { SilentDeps } from "../../usecases/cards/silent-version.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { CardVersionDetail, CardVersionPage } from "../schema/card.ts";
import { PageQuery } from "../schema/page.ts";

import { refuseCard } from "../view/refuse-card.ts";

const tags = ["Cards"];
const params = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ description: "A card of ours, or Yoto's id of one made elsewhere" }),
});
const versionParams = params.extend({ atMs: z.coerce.number().int().min(0) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/versions",
  tags,
  summary: "What a card was before each write, newest first; also of a card that was deleted",
  request: { params, query: PageQuery },
  responses: { 200: jsonOf(CardVersionPage, "A page") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/cards/{id}/versions/{atMs}",
  tags,
  summary: "An earlier version, and what bringing it back would change",
  request: { params: versionParams },
  responses: { 200: jsonOf(CardVersionDetail, "The version") },
});
const restore = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/versions/{atMs}/restore",
  tags,
  summary: "Bring an earlier version back to Yoto; what stands there now is kept",
  request: {
    params: versionParams,
    body: bodyOf(
      z.object({
        shown: z.string().max(100).optional().openapi({ description: "`updatedAt` as it was shown" }),
      }),
    ),
  },
  responses: { 200: jsonOf(z.object({ yotoCardId: z.string() }), "Where it stands") },
});

export type CardVersionDeps = PublishDeps & SilentDeps & { readonly audio: AudioLibrary };

/** Earlier versions of cards, ours and others. */
export function cardVersionRoutes(app: OpenAPIHono<AppEnv>, deps: CardVersionDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.cardBackups.of(CardId(c.req.valid("param").id), {
      limit,
      ...(cursor && { cursor }),
    });
    const items = page.records.map(({ value: { takenAtMs, before, json } }) => ({
      atMs: takenAtMs,
      before,
      ...about(json),
    }));
    return c.json({ items, cursor: page.cursor }, 200);
  });

  app.openapi(one, async (c) => {
    const { id, atMs } = c.req.valid("param");
    const look = await lookAtVersion(deps, CardId(id), atMs);
    if (look === undefined) return refuse(c, "not-found");
    const { before, json, yotoCardId } = look.backup;
    const titles = cardFactsOf(yotoCardId, json).tracks.map(
      ({ chapterTitle, trackTitle }) => chapterTitle || trackTitle,
    );
    return c.json(
      {
        atMs,
        before,
        ...about(json),
        chapterTitles: titles,
        changes: [...look.changes],
        ...omitUndefined({ updatedAt: shownOf(look), remakeOf: look.remakeOf }),
        json: JSON.stringify(json, null, 2),
      },
      200,
    );
  });

  app.openapi(restore, async (c) => {
    const { id, atMs } = c.req.valid("param");
    const done = await restoreVersion(deps, CardId(id), atMs, c.req.valid("json").shown);
    return done.ok ? c.json({ yotoCardId: done.yotoCardId }, 200) : refuseCard(c, done);
  });
}

function about(json: JsonObject): { title: string; chapters: number } {
  const { title, content } = json;
  const chapters =
    typeof content === "object" && content !== null && "chapters" in content ? content["chapters"] : [];
  return {
    title: typeof title === "string" ? title : "",
    chapters: Array.isArray(chapters) ? chapters.length : 0,
  };
}
