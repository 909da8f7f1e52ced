import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId, StreamId } from "../../domain/ids.ts";
import type { Stream as DomainStream } from "../../domain/streams/stream.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { changeStream, type DeleteStreamDeps, deleteStream } from "../../usecases/streams/change-stream.ts";
import { orderEditionIfDue } from "../../usecases/streams/make-edition.ts";
import { type StreamDeps as MakeStreamDeps, makeStream } from "../../usecases/streams/make-stream.ts";
import { speakFallback } from "../../usecases/streams/speak-fallback.ts";
import { tellOfMail } from "../../usecases/streams/tell-of-mail.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { refuseFields } from "../refuse-fields.ts";
import { IfUnchangedQuery } from "../schema/if-changed.ts";
import { PageQuery } from "../schema/page.ts";
import { NewStream, Stream, StreamChange, StreamPage } from "../schema/stream.ts";
import type { Slots } from "../streams/slots.ts";
import { endingOf, streamRuleOf } from "../view/stream-rule-view.ts";
import { playerNamesOf, type StreamViewDeps, streamView } from "../view/stream-view.ts";

export type StreamDeps = MakeStreamDeps &
  StreamViewDeps &
  DeleteStreamDeps &
  Parameters<typeof tellOfMail>[0] &
  Parameters<typeof speakFallback>[0] & {
    readonly cards: Cards;
    readonly jobs: Jobs;
    /** Absent in a process that has nobody to do long work. */
    readonly jobQueue?: JobQueue | undefined;
    readonly slots: Slots;
  };

/** Where there is no voice, too. */
const nothingOtherwise = [
  { field: "rule.otherwise", problem: "Choose what plays when there is nothing else." },
];

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
  request: {
    params,
    query: IfUnchangedQuery.extend({ force: z.enum(["true", "false"]).default("false") }),
  },
  responses: { 204: { description: "Deleted" } },
});
/** Streams: what the slots of cards play. */
export function streamRoutes(app: OpenAPIHono<AppEnv>, deps: StreamDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.streams.list({ limit, backwards: true, ...(cursor && { cursor }) });
    const nameOf = await playerNamesOf(deps);
    const items = await Promise.all(page.records.map(({ value }) => streamView(deps, value, nameOf)));
    return c.json({ items, cursor: page.cursor }, 200);
  });

  app.openapi(make, async (c) => {
    const { title, audio = [], rule = { kind: "fixed-list", audio }, ending } = c.req.valid("json");
    const whole = await speakFallback(deps, streamRuleOf(rule));
    if (whole === undefined) return refuseFields(c, nothingOtherwise);
    const made = await makeStream(deps, {
      title,
      rule: whole,
      ending: ending && endingOf(ending),
    });
    if (!made.ok) return refuseFields(c, made.problems);
    await speakAhead(made.stream);
    return c.json(await streamView(deps, made.stream), 201);
  });

  app.openapi(one, async (c) => {
    const found = await deps.streams.get(StreamId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(await streamView(deps, found.value), 200);
  });

  app.openapi(change, async (c) => {
    const { title, audio, rule, ending, ifChangedAtMs } = c.req.valid("json");
    const id = StreamId(c.req.valid("param").id);
    const whole = rule && (await speakFallback(deps, streamRuleOf(rule)));
    if (rule !== undefined && whole === undefined) return refuseFields(c, nothingOtherwise);
    const wanted = {
      title,
      audio: audio?.map(AudioId),
      rule: whole,
      ending: ending && endingOf(ending),
    };
    const changed = await changeStream(deps, id, wanted, ifChangedAtMs);
    deps.slots.forget();
    if (changed.ok) {
      await speakAhead(changed.stream);
      if (rule !== undefined) await tellOfMail(deps, id, { dark: false });
      return c.json(await streamView(deps, changed.stream), 200);
    }
    return changed.why === "bad-rule" ? refuseFields(c, changed.problems) : refuse(c, changed.why);
  });

  app.openapi(renew, async (c) => {
    const changed = await changeStream(deps, StreamId(c.req.valid("param").id), { newSecret: true });
    deps.slots.forget();
    if (changed.ok) return c.json(await streamView(deps, changed.stream), 200);
    return refuse(c, changed.why === "bad-rule" ? "not-found" : changed.why);
  });

  app.openapi(remove, async (c) => {
    const { force, ifChangedAtMs } = c.req.valid("query");
    const how = { force: force === "true", ifChangedAtMs };
    const deleted = await deleteStream(deps, StreamId(c.req.valid("param").id), how);
    deps.slots.forget();
    if (deleted.ok) return c.body(null, 204);
    return deleted.why === "in-use"
      ? refuse(c, "in-use", { details: { cards: deleted.cards }, hint: "Repeat with force=true." })
      : refuse(c, deleted.why);
  });

  /** Words of the day are ordered now, so that nobody waits for them later. */
  async function speakAhead(stream: DomainStream) {
    const { jobQueue } = deps;
    if (jobQueue !== undefined) await orderEditionIfDue({ ...deps, jobQueue }, stream);
  }
}
