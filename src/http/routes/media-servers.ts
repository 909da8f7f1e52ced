import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { JobQueue } from "../../ports/job-queue.ts";
import { MediaRefused } from "../../ports/media-source.ts";
import { WebRefused } from "../../ports/web.ts";
import type { Settings } from "../../stores/settings.ts";
import {
  addMediaServer,
  enqueueWork,
  type MediaServerDeps,
  openMediaServer,
} from "../../usecases/feeds/use-media-server.ts";
import type { EnqueueJobDeps } from "../../usecases/jobs/enqueue-job.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { type Refused, refuse } from "../refuse.ts";
import { Job } from "../schema/job.ts";
import {
  MediaServer,
  MediaServerList,
  MediaShelfList,
  MediaWorkPage,
  NewMediaServer,
  WorkToBringIn,
} from "../schema/media-server.ts";
import { PageQuery } from "../schema/page.ts";
import { jobView } from "../view/job-view.ts";

export type MediaServerRouteDeps = MediaServerDeps &
  Omit<EnqueueJobDeps, "jobQueue"> & {
    readonly settings: Settings;
    readonly jobQueue?: JobQueue | undefined;
  };

const tags = ["Media servers"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/media-servers",
  tags,
  summary: "The family's own media servers",
  responses: { 200: jsonOf(MediaServerList, "Without their passwords") },
});
const add = defineRoute("admin", {
  method: "post",
  path: "/api/media-servers",
  tags,
  summary: "Add a media server; it may be inside the home",
  request: { body: bodyOf(NewMediaServer) },
  responses: { 201: jsonOf(MediaServer, "It let us in") },
});
const remove = defineRoute("admin", {
  method: "delete",
  path: "/api/media-servers/{id}",
  tags,
  summary: "Forget a media server and its password; what came from it stays",
  request: { params },
  responses: { 204: { description: "Forgotten" } },
});
const shelves = defineRoute("member", {
  method: "get",
  path: "/api/media-servers/{id}/shelves",
  tags,
  summary: "What one can look through there",
  request: { params },
  responses: { 200: jsonOf(MediaShelfList, "Libraries or folders") },
});
const works = defineRoute("member", {
  method: "get",
  path: "/api/media-servers/{id}/works",
  tags,
  summary: "Books or albums there: those of a shelf by title, or those that have all words of `q`",
  request: {
    params,
    query: PageQuery.extend({
      shelf: z.string().max(200).optional(),
      q: z.string().trim().max(200).optional(),
    }),
  },
  responses: { 200: jsonOf(MediaWorkPage, "A page") },
});
const bringIn = defineRoute("member", {
  method: "post",
  path: "/api/media-servers/{id}/bring-in",
  tags,
  summary: "Bring a book or an album into the library",
  request: { params, body: bodyOf(WorkToBringIn) },
  responses: { 202: jsonOf(Job, "Follow the job") },
});

/** Media servers of the family's own: Audiobookshelf, Navidrome and their like. */
export function mediaServerRoutes(app: OpenAPIHono<AppEnv>, deps: MediaServerRouteDeps): void {
  app.openapi(list, async (c) => c.json({ items: [...(await deps.mediaServers.list())] }, 200));

  app.openapi(add, async (c) => {
    const { user, ...facts } = c.req.valid("json");
    const wanted = { ...facts, ...(user !== undefined && { user }) };
    return telling(c, async () => c.json(await addMediaServer(deps, wanted, c.req.raw.signal), 201));
  });

  app.openapi(remove, async (c) => {
    await deps.mediaServers.delete(c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(shelves, async (c) => {
    const opened = await openMediaServer(deps, c.req.valid("param").id);
    if (opened === undefined) return refuse(c, "not-found");
    return telling(c, async () => {
      const items = await opened.source.shelves(opened.access, c.req.raw.signal);
      return c.json({ items: [...items] }, 200);
    });
  });

  app.openapi(works, async (c) => {
    const { limit, cursor, shelf = "", q = "" } = c.req.valid("query");
    const opened = await openMediaServer(deps, c.req.valid("param").id);
    if (opened === undefined) return refuse(c, "not-found");
    const { source, access } = opened;
    return telling(c, async () => {
      if (q !== "") return c.json({ items: [...(await source.search(access, q, c.req.raw.signal))] }, 200);
      const from = Number(cursor ?? 0) || 0;
      const page = await source.works(access, shelf, { from, limit }, c.req.raw.signal);
      return c.json({ items: [...page.works], cursor: page.next?.toString() }, 200);
    });
  });

  app.openapi(bringIn, async (c) => {
    const { jobQueue } = deps;
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const serverId = c.req.valid("param").id;
    if ((await deps.mediaServers.get(serverId)) === undefined) return refuse(c, "not-found");
    const [{ value: maxBytes }, { value: keepOriginal }] = await Promise.all([
      deps.settings.get("upload-bytes"),
      deps.settings.get("keep-originals"),
    ]);
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const job = await enqueueWork(
      { ...deps, jobQueue },
      { ...c.req.valid("json"), serverId, keepOriginal, maxBytes, orderedBy },
    );
    return c.json(jobView(job), 202);
  });
}

/** What the other server refuses is told as its refusal. */
async function telling<Answer>(c: Context, ask: () => Promise<Answer>): Promise<Answer | Refused> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MediaRefused)
      return refuse(c, error.why === "wrong-password" ? "media-server-password" : "no-media-server", {
        message: `${error.message}.`,
      });
    if (error instanceof WebRefused) return refuse(c, "no-media-server", { message: `${error.message}.` });
    throw error;
  }
}
