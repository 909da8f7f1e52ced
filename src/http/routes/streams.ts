import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId, type PlayerId, StreamId, StreamSecret } from "../../domain/ids.ts";
import { pick } from "../../domain/streams/pick.ts";
import { streamWords } from "../../domain/streams/rule-words.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import { audioOf, type Stream as DomainStream } from "../../domain/streams/stream.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { cardsPlaying } from "../../usecases/audio/find-audio-use.ts";
import { allPlayers } from "../../usecases/cards/card-activity.ts";
import { whatIsThere } from "../../usecases/cards/what-is-there.ts";
import { problemsOfStream, type RuleProblem } from "../../usecases/house-rules/check-rule.ts";
import { changeStream, deleteStream } from "../../usecases/streams/change-stream.ts";
import type { ChooseDeps } from "../../usecases/streams/choose-for-listener.ts";
import {
  explainRule,
  explainStream,
  momentWords,
  type StreamExplained,
} from "../../usecases/streams/explain-stream.ts";
import { orderEditionIfDue } from "../../usecases/streams/make-edition.ts";
import { type StreamDeps as MakeStreamDeps, makeStream } from "../../usecases/streams/make-stream.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { PageQuery } from "../schema/page.ts";
import {
  NewStream,
  RulePreviewed,
  RuleToPreview,
  SlotVisits,
  Stream,
  StreamChange,
  StreamExplanation,
  StreamPage,
  StreamUse,
} from "../schema/stream.ts";
import type { SlotLog } from "../streams/slot-log.ts";
import type { Slots } from "../streams/slots.ts";
import { endingOf, endingView, streamRuleOf, streamRuleView } from "../view/stream-rule-view.ts";

export type StreamDeps = MakeStreamDeps &
  ChooseDeps & {
    readonly cards: Cards;
    readonly jobs: Jobs;
    /** Absent in a process that has nobody to do long work. */
    readonly jobQueue?: JobQueue | undefined;
    readonly slots: Slots;
    readonly slotLog: SlotLog;
    readonly publicUrl: URL;
  };

const tags = ["Streams"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/streams",
  tags,
  summary: "Streams, newest first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(StreamPage, "A page") },
});
const make = defineRoute("member", {
  method: "post",
  path: "/api/streams",
  tags,
  summary: "Make a stream: pieces of the library, one slot each, or a rule that decides",
  request: { body: bodyOf(NewStream) },
  responses: { 201: jsonOf(Stream, "The stream") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}",
  tags,
  summary: "One stream",
  request: { params },
  responses: { 200: jsonOf(Stream, "The stream") },
});
const change = defineRoute("member", {
  method: "patch",
  path: "/api/streams/{id}",
  tags,
  summary: "Change what a stream plays; cards keep their addresses",
  request: { params, body: bodyOf(StreamChange) },
  responses: { 200: jsonOf(Stream, "As it is now") },
});
const renew = defineRoute("member", {
  method: "post",
  path: "/api/streams/{id}/secret",
  tags,
  summary: "Replace the secret; cards with the old address fall silent until they are published again",
  request: { params },
  responses: { 200: jsonOf(Stream, "With its new addresses") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/streams/{id}",
  tags,
  summary: "Delete a stream; what cards play needs `force=true`",
  request: { params, query: z.object({ force: z.enum(["true", "false"]).default("false") }) },
  responses: { 204: { description: "Deleted" } },
});
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

/** Streams: what the slots of cards play. */
export function streamRoutes(app: OpenAPIHono<AppEnv>, deps: StreamDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.streams.list({ limit, backwards: true, ...(cursor && { cursor }) });
    const nameOf = await playerNames();
    const items = await Promise.all(page.records.map(({ value }) => view(value, nameOf)));
    return c.json({ items, cursor: page.cursor }, 200);
  });

  app.openapi(make, async (c) => {
    const { title, audio = [], rule = { kind: "fixed-list", audio }, ending } = c.req.valid("json");
    const made = await makeStream(deps, {
      title,
      rule: streamRuleOf(rule),
      ending: ending && endingOf(ending),
    });
    if (!made.ok) return refuse(c, "invalid-request", badRule(made.problems));
    await speakAhead(made.stream);
    return c.json(await view(made.stream), 201);
  });

  app.openapi(one, async (c) => {
    const found = await deps.streams.get(StreamId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(await view(found.value), 200);
  });

  app.openapi(change, async (c) => {
    const { title, audio, rule, ending } = c.req.valid("json");
    const id = StreamId(c.req.valid("param").id);
    const changed = await changeStream(deps, id, {
      title,
      audio: audio?.map(AudioId),
      rule: rule && streamRuleOf(rule),
      ending: ending && endingOf(ending),
    });
    deps.slots.forget();
    if (changed.ok) {
      await speakAhead(changed.stream);
      return c.json(await view(changed.stream), 200);
    }
    return changed.why === "bad-rule"
      ? refuse(c, "invalid-request", badRule(changed.problems))
      : refuse(c, changed.why);
  });

  app.openapi(renew, async (c) => {
    const changed = await changeStream(deps, StreamId(c.req.valid("param").id), { newSecret: true });
    deps.slots.forget();
    if (changed.ok) return c.json(await view(changed.stream), 200);
    return refuse(c, changed.why === "bad-rule" ? "not-found" : changed.why);
  });

  app.openapi(remove, async (c) => {
    const force = c.req.valid("query").force === "true";
    const deleted = await deleteStream(deps, StreamId(c.req.valid("param").id), force);
    deps.slots.forget();
    if (deleted.ok) return c.body(null, 204);
    return deleted.why === "in-use"
      ? refuse(c, "in-use", { details: { cards: deleted.cards }, hint: "Repeat with force=true." })
      : refuse(c, deleted.why);
  });

  app.openapi(explanation, async (c) => {
    const { at, on } = c.req.valid("query");
    const explained = await explainStream(deps, StreamId(c.req.valid("param").id), { at, on });
    if (explained.ok) return c.json(explanationView(explained), 200);
    switch (explained.why) {
      case "not-found":
        return refuse(c, "not-found");
      case "no-such-moment":
        return refuse(c, "invalid-request", {
          details: [{ field: "at", problem: "say now, 7:30, tomorrow 7:30, sat 19:00 or 2026-12-01 07:30" }],
        });
      case "no-such-player":
        return refuse(c, "invalid-request", { details: [{ field: "on", problem: "no such player" }] });
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

  async function view(stream: DomainStream, nameOf?: (id: PlayerId) => string): Promise<Stream> {
    const nowMs = deps.clock.nowMs();
    const zone = (await deps.settings.get("time-zone")).value;
    const found = await whatIsThere(deps, stream, { nowMs, zone });
    const facts = { nowMs, zone, listener: "", startedAtMs: nowMs, progress: {}, found };
    const slots = slotNamesOf(stream).map((name) => ({
      name,
      audio: pick(stream, name, facts)?.audio ?? [],
    }));
    const wanted = [...audioOf(stream), ...slots.flatMap((each) => each.audio.slice(0, 1))];
    const audio = await deps.audio.getMany([...new Set(wanted)]);
    const titles = new Map(audio.map(({ value }) => [value.id, value.title]));
    return {
      id: stream.id,
      title: stream.title,
      rule: streamRuleView(stream.rule),
      ...(stream.ending && { ending: endingView(stream.ending) }),
      ruleWords: streamWords(stream, nameOf ?? (await playerNames())),
      slots: slots.map(({ name, audio: [first, ...more] }) => ({
        name,
        title: more.length > 0 ? stream.title : ((first && titles.get(first)) ?? "(deleted)"),
        audioId: first ?? "",
        audio: first === undefined ? [] : [first, ...more],
        url: streamUrl(deps.publicUrl, stream.secret, name).href,
        requests: deps.slotLog.counts(stream.id, name),
      })),
      pieces: audio.map(({ value: { id, title, seconds } }) => ({ id, title, seconds })),
      createdAtMs: stream.createdAtMs,
      changedAtMs: stream.changedAtMs,
    };
  }

  /** Words of the day are ordered now, so that nobody waits for them later. */
  async function speakAhead(stream: DomainStream) {
    const { jobQueue } = deps;
    if (jobQueue !== undefined) await orderEditionIfDue({ ...deps, jobQueue }, stream);
  }

  async function playerNames(): Promise<(id: PlayerId) => string> {
    const names = new Map((await allPlayers(deps.players)).map(({ playerId, name }) => [playerId, name]));
    return (id) => names.get(id) ?? "a player that is not here any more";
  }
}

function explanationView(explained: Extract<StreamExplained, { ok: true }>) {
  const { atMs, zone, zoneIs, player, rule, slots } = explained;
  const told = slots.map(({ why: _, audio, ...slot }) => ({ ...slot, audio: [...audio] }));
  const at = { atMs, at: momentWords(atMs, zone), timeZone: zone, timeZoneIs: zoneIs };
  return { ...at, ...(player && { player }), rule, slots: told };
}

function badRule(problems: readonly RuleProblem[]) {
  return { details: problems.map((each) => ({ ...each })) };
}
