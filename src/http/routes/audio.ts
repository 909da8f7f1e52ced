import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { AudioId, CollectionId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Collections } from "../../stores/collections.ts";
import type { Stories } from "../../stores/stories.ts";
import type { Streams } from "../../stores/streams.ts";
import { changeAudio } from "../../usecases/audio/change-audio.ts";
import type { AudioFinder } from "../../usecases/audio/find-audio.ts";
import { findAudioUse } from "../../usecases/audio/find-audio-use.ts";
import { trashAudio } from "../../usecases/audio/trash-audio.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { AudioChange, AudioItem, AudioPage, AudioUse } from "../schema/audio.ts";
import { PageQuery } from "../schema/page.ts";
import { planAudioAnswer } from "../streams/plan-audio-answer.ts";
import type { Slots } from "../streams/slots.ts";
import { audioView, useView } from "../view/audio-view.ts";

export type AudioDeps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly streams: Streams;
  readonly cards: Cards;
  readonly collections: Collections;
  readonly stories: Stories;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
  readonly slots: Slots;
  readonly audioFinder: AudioFinder;
};

const tags = ["Audio"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/audio",
  tags,
  summary: "The library, newest first; with `q`, what has all its words, best first",
  request: {
    query: PageQuery.extend({
      q: z.string().trim().max(200).optional(),
      tag: z.string().trim().max(50).optional(),
      collection: z.string().max(100).optional().openapi({ description: "Only what is in it, in its order" }),
    }),
  },
  responses: { 200: jsonOf(AudioPage, "A page") },
});

const one = defineRoute("member", {
  method: "get",
  path: "/api/audio/{id}",
  tags,
  summary: "One piece",
  request: { params },
  responses: { 200: jsonOf(AudioItem, "The piece") },
});

const use = defineRoute("member", {
  method: "get",
  path: "/api/audio/{id}/use",
  tags,
  summary: "Where a piece is used",
  request: { params },
  responses: { 200: jsonOf(AudioUse, "Streams and cards that play it") },
});

const change = defineRoute("member", {
  method: "patch",
  path: "/api/audio/{id}",
  tags,
  summary: "Rename or tag a piece",
  request: { params, body: bodyOf(AudioChange) },
  responses: { 200: jsonOf(AudioItem, "As it is now") },
});

const remove = defineRoute("member", {
  method: "delete",
  path: "/api/audio/{id}",
  tags,
  summary: "Delete a piece; what streams play needs `force=true`",
  description: "It lies in the trash for thirty days, from where it can be had back.",
  request: { params, query: z.object({ force: z.enum(["true", "false"]).default("false") }) },
  responses: { 204: { description: "Deleted" } },
});

const cover = defineRoute("member", {
  method: "get",
  path: "/api/audio/{id}/cover",
  tags,
  summary: "The picture that came with a piece",
  request: { params },
  responses: { 200: { description: "The picture", content: { "image/*": { schema: z.string() } } } },
});

const listen = defineRoute("member", {
  method: "get",
  path: "/api/audio/{id}/file.mp3",
  tags,
  summary: "Hear a piece in the browser; Range works",
  request: { params },
  responses: {
    200: { description: "All of it", content: { "audio/mpeg": { schema: z.string() } } },
    206: { description: "The range", content: { "audio/mpeg": { schema: z.string() } } },
  },
});

/** The library of recordings, one by one. */
export function audioRoutes(app: OpenAPIHono<AppEnv>, deps: AudioDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, q = "", tag, collection } = c.req.valid("query");
    if (q !== "" || tag !== undefined || collection !== undefined) {
      const chosen = collection && (await deps.collections.get(CollectionId(collection)));
      if (chosen === undefined && collection !== undefined) return refuse(c, "not-found");
      const filter = { tag, among: chosen ? chosen.value.audio : undefined };
      const found = await deps.audioFinder.find(q, { limit, from: Number(cursor ?? 0) || 0 }, filter);
      return c.json({ items: found.audio.map(audioView), cursor: found.next?.toString() }, 200);
    }
    const page = await deps.audio.list({ limit, backwards: true, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => audioView(value)), cursor: page.cursor }, 200);
  });

  app.openapi(one, async (c) => {
    const found = await deps.audio.get(AudioId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(audioView(found.value), 200);
  });

  app.openapi(use, async (c) => {
    const id = AudioId(c.req.valid("param").id);
    if ((await deps.audio.get(id)) === undefined) return refuse(c, "not-found");
    return c.json(useView(await findAudioUse(deps, [id])), 200);
  });

  app.openapi(change, async (c) => {
    const changed = await changeAudio(deps, AudioId(c.req.valid("param").id), c.req.valid("json"));
    return changed.ok ? c.json(audioView(changed.audio), 200) : refuse(c, changed.why);
  });

  app.openapi(remove, async (c) => {
    const force = c.req.valid("query").force === "true";
    const id = AudioId(c.req.valid("param").id);
    if ((await deps.audio.get(id)) === undefined) return refuse(c, "not-found");
    const deleted = await trashAudio(deps, [id], force);
    deps.slots.forget();
    if (deleted.ok) return c.body(null, 204);
    const hint = "Repeat with force=true to delete it all the same.";
    return refuse(c, deleted.why, { details: deleted.use, hint });
  });

  app.openapi(cover, async (c) => {
    const key = (await deps.audio.get(AudioId(c.req.valid("param").id)))?.value.coverKey;
    const picture = key && (await deps.files.read(key));
    if (key === undefined || picture === undefined || picture === "") return refuse(c, "not-found");
    const type = key.endsWith(".png") ? "image/png" : key.endsWith(".webp") ? "image/webp" : "image/jpeg";
    return new Response(picture, {
      headers: { "Content-Type": type, "Cache-Control": "private, max-age=86400" },
    });
  });

  app.openapi(listen, async (c) => {
    const found = await deps.audio.get(AudioId(c.req.valid("param").id));
    const place = found && (await deps.files.locate(found.value.fileKey, 3600));
    if (found === undefined || place === undefined) return refuse(c, "not-found");
    if (place.at === "url") return c.redirect(place.url.href, 302);
    const etag = `"${found.value.sha256.slice(0, 32)}"`;
    const cacheControl = "private, no-cache";
    const asked = {
      method: c.req.method,
      range: c.req.header("range"),
      ifRange: c.req.header("if-range"),
      ifNoneMatch: c.req.header("if-none-match"),
    };
    const { status, headers, send } = planAudioAnswer(asked, {
      bytes: place.bytes,
      etag,
      cacheControl,
      codec: found.value.format.codec,
    });
    return new Response(send === undefined ? null : place.open(send), { status, headers });
  });
}
