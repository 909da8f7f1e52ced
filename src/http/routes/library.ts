import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { YotoCardId } from "../../domain/ids.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { CardLookUp } from "../../usecases/cards/look-up-card.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../define-route.ts";
import { refuse } from "../refuse.ts";

export type LibraryDeps = {
  readonly accounts: YotoAccounts;
  readonly cardLookUp: CardLookUp;
  readonly pictures: Pictures;
};

const cover = defineRoute("member", {
  method: "get",
  path: "/api/library/covers/{yotoCardId}",
  tags: ["Library"],
  summary: "The cover of a card at Yoto; fetched by us, so that screens talk to nobody else",
  request: { params: z.object({ yotoCardId: z.string().min(1).max(100) }) },
  responses: { 200: { description: "The picture", content: { "image/*": { schema: z.string() } } } },
});

/** Cards at Yoto, ours and others. */
export function libraryRoutes(app: OpenAPIHono<AppEnv>, deps: LibraryDeps): void {
  app.openapi(cover, async (c) => {
    const id = YotoCardId(c.req.valid("param").yotoCardId);
    for (const { value } of await deps.accounts.list()) {
      const url = (await deps.cardLookUp.get(value.id, id))?.coverUrl;
      if (url === undefined || !URL.canParse(url)) continue;
      const picture = await deps.pictures.fetch(new URL(url));
      if (picture === undefined) continue;
      return new Response(picture.bytes, {
        headers: { "Content-Type": picture.contentType, "Cache-Control": "private, max-age=86400" },
      });
    }
    return refuse(c, "not-found");
  });
}
