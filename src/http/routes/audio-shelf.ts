import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Collection as DomainCollection } from "../../domain/audio/collection.ts";
import { AudioId, CollectionId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import { changeManyAudio } from "../../usecases/audio/change-audio.ts";
import {
  type CollectionDeps,
  changeCollection,
  makeCollection,
} from "../../usecases/audio/change-collection.ts";
import { checkLibrary } from "../../usecases/audio/check-library.ts";
import type { AudioFinder } from "../../usecases/audio/find-audio.ts";
import { type AudioUseDeps, findAudioUse } from "../../usecases/audio/find-audio-use.ts";
import { emptyTrash, restoreAudio, type TrashDeps, trashAudio } from "../../usecases/audio/trash-audio.ts";
import { speechKept } from "../../usecases/speech/kept-speech.ts";
import type { NoteThrownDeps } from "../../usecases/stories/note-thrown-away.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { AudioPage, AudioUse } from "../schema/audio.ts";
import {
  AudioCount,
  AudioIds,
  AudioTrashing,
  Collection,
  CollectionChange,
  CollectionList,
  LibraryChecked,
  LibraryOverview,
  ManyAudioChange,
  NewCollection,
  TrashEmptying,
} from "../schema/audio-shelf.ts";
import { PageQuery } from "../schema/page.ts";
import type { Slots } from "../streams/slots.ts";
import { audioView, useView } from "../view/audio-view.ts";

export type AudioShelfDeps = TrashDeps &
  AudioUseDeps &
  NoteThrownDeps &
  CollectionDeps & {
    readonly audioFinder: AudioFinder;
    readonly slots: Slots;
    /** What is left on the disk; absent where there is no end. */
    readonly freeBytes?: (() => Promise<number>) | undefined;
  };

const tags = ["Audio"];
const params = z.object({ id: z.string().min(1).max(100) });

const overview = defineRoute("member", {
  method: "get",
  path: "/api/audio/overview",
  tags,
  summary: "The library in numbers: pieces, hours, bytes, tags, trash",
  responses: { 200: jsonOf(LibraryOverview, "The numbers") },
});
const check = defineRoute("admin", {
  method: "get",
  path: "/api/audio/check",
  tags,
  summary: "Look whether every piece has its file, and the file its size",
  responses: { 200: jsonOf(LibraryChecked, "What was found") },
});
const changeMany = defineRoute("member", {
  method: "post",
  path: "/api/audio/changes",
  tags,
  summary: "Say the same of several pieces: tags, artist, album",
  request: { body: bodyOf(ManyAudioChange) },
  responses: { 200: jsonOf(AudioCount, "How many were changed") },
});
const useOfMany = defineRoute("member", {
  method: "post",
  path: "/api/audio/use",
  tags,
  summary: "Where any of these pieces is used",
  request: { body: bodyOf(AudioIds) },
  responses: { 200: jsonOf(AudioUse, "Streams, cards and collections") },
});
const trashMany = defineRoute("member", {
  method: "post",
  path: "/api/audio/trash",
  tags,
  summary: "Delete several pieces; what streams play needs `force`",
  request: { body: bodyOf(AudioTrashing) },
  responses: {
    200: jsonOf(AudioCount, "How many lie in the trash now; for thirty days they can be had back"),
  },
});
const trash = defineRoute("member", {
  method: "get",
  path: "/api/audio/trash",
  tags,
  summary: "What lies in the trash, the last first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(AudioPage, "A page") },
});
const restore = defineRoute("member", {
  method: "post",
  path: "/api/audio/trash/restore",
  tags,
  summary: "Take pieces out of the trash",
  request: { body: bodyOf(AudioIds) },
  responses: { 200: jsonOf(AudioCount, "How many came back") },
});
const empty = defineRoute("member", {
  method: "post",
  path: "/api/audio/trash/empty",
  tags,
  summary: "Delete for good what lies in the trash",
  request: { body: bodyOf(TrashEmptying) },
  responses: { 200: jsonOf(AudioCount, "How many are gone") },
});
const collections = defineRoute("member", {
  method: "get",
  path: "/api/collections",
  tags,
  summary: "Collections of recordings, by title",
  responses: { 200: jsonOf(CollectionList, "All of them") },
});
const makeOne = defineRoute("member", {
  method: "post",
  path: "/api/collections",
  tags,
  summary: "Put recordings together",
  request: { body: bodyOf(NewCollection) },
  responses: { 201: jsonOf(Collection, "The collection") },
});
const oneCollection = defineRoute("member", {
  method: "get",
  path: "/api/collections/{id}",
  tags,
  summary: "One collection",
  request: { params },
  responses: { 200: jsonOf(Collection, "The collection") },
});
const changeOne = defineRoute("member", {
  method: "patch",
  path: "/api/collections/{id}",
  tags,
  summary: "Rename a collection, put pieces in or take them out, or order them anew",
  request: { params, body: bodyOf(CollectionChange) },
  responses: { 200: jsonOf(Collection, "As it is now") },
});
const deleteOne = defineRoute("member", {
  method: "delete",
  path: "/api/collections/{id}",
  tags,
  summary: "Delete a collection; what was in it stays",
  request: { params },
  responses: { 204: { description: "Deleted" } },
});

/** The library as a whole: numbers, several pieces at once, trash and collections. */
export function audioShelfRoutes(app: OpenAPIHono<AppEnv>, deps: AudioShelfDeps): void {
  const idsOf = (ids: readonly string[]) => ids.map(AudioId);

  app.openapi(overview, async (c) => {
    const { tags: used, ...numbers } = await deps.audioFinder.overview();
    const lying = { pieces: 0, bytes: 0 };
    let cursor: string | undefined;
    do {
      const page = await deps.audio.trash({ limit: 500, ...(cursor && { cursor }) });
      lying.pieces += page.records.length;
      for (const { value } of page.records) lying.bytes += value.bytes;
      cursor = page.cursor;
    } while (cursor !== undefined);
    const [speech, freeBytes] = await Promise.all([speechKept(deps.files), deps.freeBytes?.()]);
    return c.json(
      { ...numbers, speech, tags: [...used], trash: lying, ...omitUndefined({ freeBytes }) },
      200,
    );
  });
  app.openapi(check, async (c) => {
    const { wrong, ...numbers } = await checkLibrary(deps);
    return c.json({ ...numbers, wrong: [...wrong] }, 200);
  });
  app.openapi(changeMany, async (c) => {
    const { ids, ...change } = c.req.valid("json");
    return c.json({ pieces: await changeManyAudio(deps, idsOf(ids), change) }, 200);
  });
  app.openapi(useOfMany, async (c) =>
    c.json(useView(await findAudioUse(deps, idsOf(c.req.valid("json").ids))), 200),
  );
  app.openapi(trashMany, async (c) => {
    const { ids, force } = c.req.valid("json");
    const trashed = await trashAudio(deps, idsOf(ids), force);
    deps.slots.forget();
    if (trashed.ok) return c.json({ pieces: trashed.trashed.length }, 200);
    const hint = "Repeat with force to delete it all the same.";
    return refuse(c, trashed.why, { details: trashed.use, hint });
  });
  app.openapi(trash, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.audio.trash({ limit, backwards: true, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => audioView(value)), cursor: page.cursor }, 200);
  });
  app.openapi(restore, async (c) => {
    const restored = await restoreAudio(deps, idsOf(c.req.valid("json").ids));
    deps.slots.forget();
    return c.json({ pieces: restored.length }, 200);
  });
  app.openapi(empty, async (c) => {
    const { ids } = c.req.valid("json");
    const which = ids === undefined ? { beforeMs: Number.POSITIVE_INFINITY } : { ids: idsOf(ids) };
    return c.json({ pieces: await emptyTrash(deps, which) }, 200);
  });

  const view = async ({ audio, ...rest }: DomainCollection): Promise<Collection> => {
    const there = await deps.audio.getMany(audio);
    return { ...rest, audioIds: there.map(({ value }) => value.id) };
  };
  app.openapi(collections, async (c) => {
    const all = await deps.collections.list();
    return c.json({ items: await Promise.all(all.map(({ value }) => view(value))) }, 200);
  });
  app.openapi(makeOne, async (c) => {
    const { title, audioIds } = c.req.valid("json");
    return c.json(await view(await makeCollection(deps, { title, audio: idsOf(audioIds) })), 201);
  });
  app.openapi(oneCollection, async (c) => {
    const found = await deps.collections.get(CollectionId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(await view(found.value), 200);
  });
  app.openapi(changeOne, async (c) => {
    const { title, audioIds, add, remove } = c.req.valid("json");
    const changed = await changeCollection(deps, CollectionId(c.req.valid("param").id), {
      title,
      audio: audioIds && idsOf(audioIds),
      add: add && idsOf(add),
      remove: remove && idsOf(remove),
    });
    return changed.ok ? c.json(await view(changed.collection), 200) : refuse(c, changed.why);
  });
  app.openapi(deleteOne, async (c) => {
    await deps.collections.delete(CollectionId(c.req.valid("param").id));
    deps.liveUpdates.publish({ of: "audio", audioIds: [] });
    return c.body(null, 204);
  });
}
