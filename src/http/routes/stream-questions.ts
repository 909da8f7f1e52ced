import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { StreamId, StreamSecret } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Streams } from "../../stores/streams.ts";
import { cardsPlaying } from "../../usecases/audio/find-audio-use.ts";
import { problemsOfStream } from "../../usecases/house-rules/check-rule.ts";
import type { ChooseDeps } from "../../usecases/streams/choose-for-listener.ts";
import {
  explainRule,
  explainStream,
  momentWords,
  type StreamExplained,
} from "../../usecases/streams/explain-stream.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { refuseFields } from "../refuse-fields.ts";
import { RulePreviewed, RuleToPreview, SlotVisits, StreamExplanation, StreamUse } from "../schema/stream.ts";
import type { SlotLog } from "../streams/slot-log.ts";
import { endingOf, streamRuleOf } from "../view/stream-rule-view.ts";

export type StreamQuestionDeps = ChooseDeps &
  Parameters<typeof problemsOfStream>[0] & {
    readonly cards: Cards;
    readonly streams: Streams;
    readonly slotLog: SlotLog;
  };

const tags = ["Streams"];
const params = z.object({ id: z.string().min(1).max(100) });

const explanation = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}/explanation",
  tags,
  summary: "What would play now, tomorrow at 7:30, or on a player, and why",
  request: {
    params,
    query: z.object({
      at: z.string().max(100).default("now").openapi({ example: "tomorrow 7:30" }),
      on: z.string().max(100).optional().openapi({ description: "A player: its name or its id." }),
    }),
  },
  responses: { 200: jsonOf(StreamExplanation, "In words, slot by slot") },
});
const preview = defineRoute("member", {
  method: "post",
  path: "/api/streams/preview",
  tags,
  summary: "What a rule says, what stands against it, and what it would play now; nothing is kept",
  request: { body: bodyOf(RuleToPreview) },
  responses: { 200: jsonOf(RulePreviewed, "In words") },
});
const use = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}/use",
  tags,
  summary: "Which cards play a stream",
  request: { params },
  responses: { 200: jsonOf(StreamUse, "The cards") },
});
const visits = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}/slots/{slot}/requests",
  tags,
  summary: "What players asked of a slot since the server started, newest first",
  request: { params: params.extend({ slot: z.string().min(1).max(100) }) },
  responses: { 200: jsonOf(SlotVisits, "The last requests") },
});

/** What people ask about streams: what would play and why, on which cards, and who fetched it. */
export function streamQuestionRoutes(app: OpenAPIHono<AppEnv>, deps: StreamQuestionDeps): void {
  app.openapi(explanation, async (c) => {
    const { at, on } = c.req.valid("query");
    const explained = await explainStream(deps, StreamId(c.req.valid("param").id), { at, on });
    if (explained.ok) return c.json(explanationView(explained), 200);
    switch (explained.why) {
      case "not-found":
        return refuse(c, "not-found");
      case "no-such-moment":
        return refuseFields(c, [
          { field: "at", problem: "must be like now, 7:30, tomorrow 7:30, sat 19:00 or 2026-12-01 07:30" },
        ]);
      case "no-such-player":
        return refuseFields(c, [
          { field: "on", problem: "There is no such player. GET /api/players lists them." },
        ]);
    }
  });

  app.openapi(preview, async (c) => {
    const { id, title = "", rule: asked, ending: wanted } = c.req.valid("json");
    const rule = streamRuleOf(asked);
    const ending = wanted && endingOf(wanted);
    const nowMs = deps.clock.nowMs();
    const draft = {
      id: StreamId(id ?? "draft"),
      title,
      secret: StreamSecret(""),
      rule,
      ...(ending && { ending }),
      createdAtMs: nowMs,
      changedAtMs: nowMs,
    };
    const explained = await explainRule(deps, draft, { at: "now" });
    if (!explained.ok) return refuse(c, "not-found");
    const problems = (await problemsOfStream(deps, draft)).map((each) => ({ ...each }));
    return c.json({ rule: explained.rule, problems, explanation: explanationView(explained) }, 200);
  });

  app.openapi(use, async (c) => {
    const id = StreamId(c.req.valid("param").id);
    if ((await deps.streams.get(id)) === undefined) return refuse(c, "not-found");
    return c.json({ cards: [...(await cardsPlaying(deps, new Set([id])))] }, 200);
  });

  app.openapi(visits, async (c) => {
    const { id, slot } = c.req.valid("param");
    return c.json({ items: [...deps.slotLog.recent(StreamId(id), slot)] }, 200);
  });
}

function explanationView(explained: Extract<StreamExplained, { ok: true }>) {
  const { atMs, zone, zoneIs, player, rule, slots } = explained;
  const told = slots.map(({ why: _, audio, ...slot }) => ({ ...slot, audio: [...audio] }));
  const at = { atMs, at: momentWords(atMs, zone), timeZone: zone, timeZoneIs: zoneIs };
  return { ...at, ...(player && { player }), rule, slots: told };
}
