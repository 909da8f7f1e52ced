import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { PlayerId } from "../../domain/ids.ts";
import { giveMoreTime, type MoreTimeDeps } from "../../usecases/house-rules/give-more-time.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { MoreTime, MoreTimeRequest } from "../schema/rule.ts";
import { callerOf } from "../security/signed-in.ts";

const tags = ["House rules"];
const params = z.object({ id: z.string().min(1).max(100) });

const give = defineRoute("member", {
  method: "post",
  path: "/api/players/{id}/more-time",
  tags,
  summary: "Ten more minutes: until then no rule ends anything on this player",
  description:
    "Counts from the end of what was given before, or from bedtime or quiet hours that begin within half an hour, else from now. A sleep timer that runs is set later by as much.",
  request: { params, body: bodyOf(MoreTimeRequest) },
  responses: { 200: jsonOf(MoreTime, "Until when") },
});
const takeBack = defineRoute("member", {
  method: "delete",
  path: "/api/players/{id}/more-time",
  tags,
  summary: "Take the time back that was given",
  request: { params },
  responses: { 204: { description: "Taken back" } },
});

/** "Ten more minutes" on a player. */
export function moreTimeRoutes(app: OpenAPIHono<AppEnv>, deps: MoreTimeDeps): void {
  app.openapi(give, async (c) => {
    const playerId = PlayerId(c.req.valid("param").id);
    const { minutes } = c.req.valid("json");
    const given = await giveMoreTime(deps, { playerId, minutes, by: callerOf(c).name });
    return given === undefined ? refuse(c, "not-found") : c.json({ playerId, ...given }, 200);
  });
  app.openapi(takeBack, async (c) => {
    await deps.moreTimes.takeBack(PlayerId(c.req.valid("param").id));
    deps.liveUpdates.publish({ of: "house-rules" });
    return c.body(null, 204);
  });
}
