import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId, StreamId } from "../../domain/ids.ts";
import { slotsOf } from "../../domain/slots.ts";
import type { Stream as DomainStream } from "../../domain/stream.ts";
import { streamUrl } from "../../domain/stream-url.ts";
import type { Cards } from "../../stores/cards.ts";
import { changeStream, deleteStream } from "../../usecases/change-stream.ts";
import { type StreamDeps as MakeStreamDeps, makeStream } from "../../usecases/make-stream.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { PageQuery } from "../schema/page.ts";
import { NewStream, SlotVisits, Stream, StreamChange, StreamPage } from "../schema/stream.ts";
import type { SlotLog } from "../streams/slot-log.ts";
import type { Slots } from "../streams/slots.ts";

export type StreamDeps = MakeStreamDeps & {
  readonly cards: Cards;
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
  summary: "Make a stream of pieces of the library, one slot each",
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
    const items = await Promise.all(page.records.map(({ value }) => view(value)));
    return c.json({ items, cursor: page.cursor }, 200);
  });

  app.openapi(make, async (c) => {
    const { title, audio } = c.req.valid("json");
    const made = await makeStream(deps, { title, audio: audio.map(AudioId) });
    return made.ok ? c.json(await view(made.stream), 201) : refuse(c, "invalid-request", unknown(made));
  });

  app.openapi(one, async (c) => {
    const found = await deps.streams.get(StreamId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(await view(found.value), 200);
  });

  app.openapi(change, async (c) => {
    const { title, audio } = c.req.valid("json");
    const id = StreamId(c.req.valid("param").id);
    const changed = await changeStream(deps, id, { title, audio: audio?.map(AudioId) });
    deps.slots.forget();
    if (changed.ok) return c.json(await view(changed.stream), 200);
    return changed.why === "unknown-audio"
      ? refuse(c, "invalid-request", unknown(changed))
      : refuse(c, changed.why);
  });

  app.openapi(renew, async (c) => {
    const changed = await changeStream(deps, StreamId(c.req.valid("param").id), { newSecret: true });
    deps.slots.forget();
    if (changed.ok) return c.json(await view(changed.stream), 200);
    return refuse(c, changed.why === "unknown-audio" ? "not-found" : changed.why);
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

  app.openapi(visits, async (c) => {
    const { id, slot } = c.req.valid("param");
    return c.json({ items: [...deps.slotLog.recent(StreamId(id), slot)] }, 200);
  });

  async function view(stream: DomainStream): Promise<Stream> {
    const slots = slotsOf(stream);
    const audio = await deps.audio.getMany([...new Set(slots.map(({ audioId }) => audioId))]);
    const titles = new Map(audio.map(({ value }) => [value.id, value.title]));
    return {
      id: stream.id,
      title: stream.title,
      rule: { kind: stream.rule.kind, audio: [...stream.rule.audio] },
      slots: slots.map(({ name, audioId }) => ({
        name,
        title: titles.get(audioId) ?? "(deleted)",
        audioId,
        url: streamUrl(deps.publicUrl, stream.secret, name).href,
        requests: deps.slotLog.counts(stream.id, name),
      })),
      createdAtMs: stream.createdAtMs,
      changedAtMs: stream.changedAtMs,
    };
  }
}

function unknown({ unknown: ids }: { readonly unknown: readonly string[] }) {
  return { details: ids.map((id) => ({ field: "audio", problem: `no such recording: ${id}` })) };
}
