import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { cardsOfRule, RuleId } from "../../domain/house-rules/house-rule.ts";
import { PlayerId } from "../../domain/ids.ts";
import type { Chance } from "../../ports/chance.ts";
import type { RuleLog } from "../../stores/rule-log.ts";
import { type CardTitleDeps, cardTitles } from "../../usecases/cards/card-titles.ts";
import {
  changeHouseRules,
  deleteRule,
  type HouseRuleDeps,
  inOrder,
  rewriteRule,
  rulesMost,
  withRule,
} from "../../usecases/house-rules/change-house-rules.ts";
import { type PreviewDeps, previewHouseRules } from "../../usecases/house-rules/preview-house-rules.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { IfUnchangedQuery } from "../schema/if-changed.ts";
import { PageQuery } from "../schema/page.ts";
import {
  House,
  Rule,
  RuleChange,
  RuleDraft,
  RuleLinePage,
  RuleOrder,
  RulePreview,
  RulePreviewRequest,
} from "../schema/rule.ts";
import { ruleLineView } from "../view/rule-line-view.ts";
import { ruleOf, ruleView } from "../view/rule-view.ts";

export type HouseRulesDeps = HouseRuleDeps &
  PreviewDeps &
  CardTitleDeps & {
    readonly ruleLog: RuleLog;
    readonly chance: Chance;
  };

const tags = ["House rules"];
const params = z.object({ id: z.string().min(1).max(100) });

const show = defineRoute("member", {
  method: "get",
  path: "/api/rules",
  tags,
  summary: "The rules of the house, in their order, and when they rest",
  responses: { 200: jsonOf(House, "What holds") },
});
const add = defineRoute("member", {
  method: "post",
  path: "/api/rules",
  tags,
  summary: "Add a rule, behind the others",
  request: { body: bodyOf(RuleDraft) },
  responses: { 201: jsonOf(Rule, "The rule") },
});
const change = defineRoute("member", {
  method: "put",
  path: "/api/rules/{id}",
  tags,
  summary: "Write a rule anew; it keeps its place",
  request: { params, body: bodyOf(RuleChange) },
  responses: { 200: jsonOf(Rule, "The rule as it is now") },
});
const turn = defineRoute("member", {
  method: "patch",
  path: "/api/rules/{id}",
  tags,
  summary: "Switch a rule on or off, or to a dry run that only writes into the log",
  request: {
    params,
    body: bodyOf(
      z.object({ on: z.boolean().optional(), dryRun: z.boolean().optional() }).openapi("RuleSwitch"),
    ),
  },
  responses: { 200: jsonOf(Rule, "The rule as it is now") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/rules/{id}",
  tags,
  summary: "Delete a rule; its log stays",
  request: { params, query: IfUnchangedQuery },
  responses: { 204: { description: "Deleted" } },
});
const reorder = defineRoute("member", {
  method: "put",
  path: "/api/rules/order",
  tags,
  summary: "Put the rules into an order; those not named keep theirs behind",
  request: { body: bodyOf(RuleOrder) },
  responses: { 200: jsonOf(House, "What holds now") },
});
const preview = defineRoute("member", {
  method: "post",
  path: "/api/rules/preview",
  tags,
  summary: "What would happen in the next hours, if the child listened all the time",
  description: "Nothing is sent and nothing kept. Dry runs are played through as if they counted.",
  request: { body: bodyOf(RulePreviewRequest) },
  responses: { 200: jsonOf(RulePreview, "The sentence of the draft, and what would happen") },
});
const log = defineRoute("member", {
  method: "get",
  path: "/api/rules/log",
  tags,
  summary: "What rules did and why, newest first",
  request: {
    query: PageQuery.extend({
      player: z.string().max(100).optional(),
      rule: z.string().max(100).optional(),
    }),
  },
  responses: { 200: jsonOf(RuleLinePage, "A page; with `rule` it may be short although more follows") },
});
/** The rules of the house. */
export function houseRuleRoutes(app: OpenAPIHono<AppEnv>, deps: HouseRulesDeps): void {
  app.openapi(show, async (c) => c.json(await house(), 200));

  app.openapi(add, async (c) => {
    const id = RuleId(deps.chance.id());
    const draft = ruleOf(c.req.valid("json"), id);
    const rules = await changeHouseRules(deps, (all) =>
      all.length < rulesMost ? [...all, draft] : undefined,
    );
    const rule = rules?.find((each) => each.id === id);
    if (rule === undefined) return refuse(c, "too-many-rules");
    return c.json(ruleView(rule, await cardTitles(deps, cardsOfRule(rule))), 201);
  });

  app.openapi(reorder, async (c) => {
    const { ids, shown } = c.req.valid("json");
    const rules = await changeHouseRules(deps, inOrder(ids.map(RuleId), shown?.map(RuleId)));
    return rules === undefined ? refuse(c, "changed-meanwhile") : c.json(await house(), 200);
  });

  app.openapi(change, async (c) => {
    const { ifChangedAtMs, ...draft } = c.req.valid("json");
    const written = await rewriteRule(deps, ruleOf(draft, RuleId(c.req.valid("param").id)), ifChangedAtMs);
    if (!written.ok) return refuse(c, written.why);
    return c.json(ruleView(written.rule, await cardTitles(deps, cardsOfRule(written.rule))), 200);
  });

  app.openapi(turn, async (c) => {
    const id = RuleId(c.req.valid("param").id);
    const { on, dryRun } = c.req.valid("json");
    const to = withRule(id, (rule) => ({ ...rule, on: on ?? rule.on, dryRun: dryRun ?? rule.dryRun }));
    const rule = (await changeHouseRules(deps, to))?.find((each) => each.id === id);
    return rule === undefined
      ? refuse(c, "not-found")
      : c.json(ruleView(rule, await cardTitles(deps, cardsOfRule(rule))), 200);
  });

  app.openapi(remove, async (c) => {
    const { ifChangedAtMs } = c.req.valid("query");
    const deleted = await deleteRule(deps, RuleId(c.req.valid("param").id), ifChangedAtMs);
    return deleted.ok ? c.body(null, 204) : refuse(c, deleted.why);
  });

  app.openapi(preview, async (c) => {
    const { draft, id, playerId, hours } = c.req.valid("json");
    const trying = draft === undefined ? undefined : ruleOf(draft, RuleId(id ?? "draft"));
    const { rules } = await deps.ruleBook.read();
    const titleOf = await cardTitles(deps, [...rules, ...(trying ? [trying] : [])].flatMap(cardsOfRule));
    const seen = await previewHouseRules(deps, {
      hours,
      ...(trying !== undefined && { trying }),
      ...(playerId !== undefined && { playerId: PlayerId(playerId) }),
    });
    const named = (ruleId: RuleId) =>
      (trying?.id === ruleId ? trying : rules.find((rule) => rule.id === ruleId))?.title ?? "";
    return c.json(
      {
        ...(trying !== undefined && { sentence: ruleView(trying, titleOf).sentence }),
        ...(seen.playerId !== undefined && { playerId: seen.playerId }),
        lines: seen.lines.map((line) => ruleLineView(line, named(line.ruleId), titleOf)),
      },
      200,
    );
  });

  app.openapi(log, async (c) => {
    const { limit, cursor, player, rule } = c.req.valid("query");
    const page = await deps.ruleLog.page(player === undefined ? undefined : PlayerId(player), {
      limit,
      backwards: true,
      ...(cursor && { cursor }),
    });
    const played = page.records.flatMap(({ value: { command } }) =>
      command?.do === "play-card" ? [command.yotoCardId] : [],
    );
    const titleOf = await cardTitles(deps, played);
    const items = page.records
      .filter(({ value }) => rule === undefined || value.ruleId === rule)
      .map(({ value }) => ruleLineView(value, value.ruleTitle, titleOf));
    return c.json({ items, cursor: page.cursor }, 200);
  });

  async function house(): Promise<House> {
    deps.ruleBook.forget();
    const [{ rules, exceptions, houseZone }, players] = await Promise.all([
      deps.ruleBook.read(),
      deps.players.list({ limit: 500 }),
    ]);
    const titleOf = await cardTitles(deps, rules.flatMap(cardsOfRule));
    const nowMs = deps.clock.nowMs();
    const given = await Promise.all(players.records.map(({ value }) => deps.moreTimes.get(value.playerId)));
    return {
      rules: rules.map((rule) => ruleView(rule, titleOf)),
      exceptions: exceptions.map((each) => ({
        ...each,
        players: each.players && [...each.players],
        rules: each.rules && [...each.rules],
      })),
      timeZone: houseZone,
      moreTime: given.flatMap((each) => (each && each.value.untilMs > nowMs ? [each.value] : [])),
    };
  }
}
