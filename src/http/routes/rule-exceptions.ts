import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { RuleId } from "../../domain/house-rules/house-rule.ts";
import { PlayerId } from "../../domain/ids.ts";
import { addDays, momentOf } from "../../domain/time/local-time.ts";
import type { Chance } from "../../ports/chance.ts";
import type { RuleExceptions } from "../../stores/rule-exceptions.ts";
import type { HouseRuleDeps } from "../../usecases/house-rules/change-house-rules.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { refuseFields } from "../refuse-fields.ts";
import { NewRuleException, RuleException } from "../schema/rule.ts";

export type RuleExceptionsDeps = Pick<HouseRuleDeps, "ruleBook" | "liveUpdates"> & {
  readonly ruleExceptions: RuleExceptions;
  readonly chance: Chance;
};

const tags = ["House rules"];

const addException = defineRoute("member", {
  method: "post",
  path: "/api/rules/exceptions",
  tags,
  summary: "Let rules rest for a time: holidays, a sick day",
  request: { body: bodyOf(NewRuleException) },
  responses: { 201: jsonOf(RuleException, "The exception") },
});
const removeException = defineRoute("member", {
  method: "delete",
  path: "/api/rules/exceptions/{id}",
  tags,
  summary: "End or delete an exception",
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 204: { description: "Deleted" } },
});

/** When rules rest. */
export function ruleExceptionRoutes(app: OpenAPIHono<AppEnv>, deps: RuleExceptionsDeps): void {
  app.openapi(addException, async (c) => {
    const { title, players, rules, ...when } = c.req.valid("json");
    const { houseZone } = await deps.ruleBook.read();
    const fromMs = when.fromMs ?? (when.fromDate && momentOf(when.fromDate, 0, houseZone));
    const lastDate = when.toDate ?? when.fromDate;
    const toMs = when.toMs ?? (lastDate && momentOf(addDays(lastDate, 1), 0, houseZone));
    if (!fromMs || !toMs || toMs <= fromMs)
      return refuseFields(c, [
        { field: "toDate", problem: "Say from when to when, the end after the beginning." },
      ]);
    const exception = {
      id: deps.chance.id(),
      title,
      fromMs,
      toMs,
      ...(players && { players: players.map(PlayerId) }),
      ...(rules && { rules: rules.map(RuleId) }),
    };
    await deps.ruleExceptions.add(exception);
    tellChanged();
    return c.json(exception, 201);
  });

  app.openapi(removeException, async (c) => {
    const gone = await deps.ruleExceptions.delete(c.req.valid("param").id);
    tellChanged();
    return gone ? c.body(null, 204) : refuse(c, "not-found");
  });

  function tellChanged() {
    deps.ruleBook.forget();
    deps.liveUpdates.publish({ of: "house-rules" });
  }
}
