import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { CardId, StreamId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import {
  type CheckDeps,
  type PlayCheck as Checked,
  checkCard,
  checkStream,
  checkYotoCard,
} from "../../usecases/play-checks/check-card.ts";
import { whichAccount } from "../../usecases/yoto-accounts/which-account.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { PlayCheck } from "../schema/play-check.ts";

const params = z.object({ id: z.string().min(1).max(100) });
const responses = { 200: jsonOf(PlayCheck, "The verdict, and every thing that was looked at, in words") };

const card = defineRoute("member", {
  method: "post",
  path: "/api/cards/{id}/check",
  tags: ["Cards"],
  summary:
    "Will it play? Looks at a card from a player's side: address, certificate, ranges, sound, dead references",
  request: {
    params,
    query: z.object({
      beforePublishing: z
        .enum(["true", "false"])
        .default("false")
        .openapi({ description: "As it would be written now; how it stands at Yoto is left out" }),
    }),
  },
  responses,
});
const yotoCard = defineRoute("member", {
  method: "post",
  path: "/api/library/cards/{id}/check",
  tags: ["Library"],
  summary: "Will it play? For a card at Yoto that was made elsewhere",
  request: { params, query: z.object({ accountId: z.string().max(200).optional() }) },
  responses,
});
const stream = defineRoute("member", {
  method: "post",
  path: "/api/streams/{id}/check",
  tags: ["Streams"],
  summary: "Will it play? Looks at every slot of a stream from a player's side",
  request: { params },
  responses,
});

/** Will it play? */
export function playCheckRoutes(app: OpenAPIHono<AppEnv>, deps: CheckDeps): void {
  app.openapi(card, async (c) => {
    const before = c.req.valid("query").beforePublishing === "true";
    const checked = await checkCard(deps, CardId(c.req.valid("param").id), before);
    return checked === undefined ? refuse(c, "not-found") : c.json(view(checked), 200);
  });
  app.openapi(yotoCard, async (c) => {
    const { accountId } = c.req.valid("query");
    const which = await whichAccount(deps, accountId === undefined ? undefined : YotoAccountId(accountId));
    if (!which.ok) return refuse(c, which.why);
    const checked = await checkYotoCard(deps, which.account.id, YotoCardId(c.req.valid("param").id));
    return checked === undefined ? refuse(c, "not-found") : c.json(view(checked), 200);
  });
  app.openapi(stream, async (c) => {
    const checked = await checkStream(deps, StreamId(c.req.valid("param").id));
    return checked === undefined ? refuse(c, "not-found") : c.json(view(checked), 200);
  });
}

function view({ findings, ...rest }: Checked): PlayCheck {
  return { ...rest, findings: [...findings] };
}
