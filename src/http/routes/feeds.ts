import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { EpisodeId, FeedId } from "../../domain/ids.ts";
import type { FeedReader } from "../../ports/feed-reader.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Web } from "../../ports/web.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { fetchEpisode } from "../../usecases/feeds/fetch-episode.ts";
import { enqueueRefresh, followFeed } from "../../usecases/feeds/follow-feed.ts";
import { changeFeed, fetchNewest, type RefreshDeps } from "../../usecases/feeds/refresh-feed.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { UploadAnswer } from "../schema/audio.ts";
import { EpisodePage, Feed, FeedChange, FeedFollowed, FeedList, NewFeed } from "../schema/feed.ts";
import { Job } from "../schema/job.ts";
import { PageQuery } from "../schema/page.ts";
import { audioView } from "../view/audio-view.ts";
import { episodeView, feedView } from "../view/feed-view.ts";
import { jobView } from "../view/job-view.ts";

export type FeedDeps = Omit<RefreshDeps, "web" | "jobQueue" | "feedReader"> & {
  readonly audio: AudioLibrary;
  readonly internet: Web;
  readonly feedReader: FeedReader;
  /** Absent in a process that has nobody to do long work. */
  readonly jobQueue?: JobQueue | undefined;
};

const tags = ["Podcasts"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/feeds",
  tags,
  summary: "The podcasts that the family follows",
  responses: { 200: jsonOf(FeedList, "In the order they were added") },
});
const follow = defineRoute("member", {
  method: "post",
  path: "/api/feeds",
  tags,
  summary: "Follow a podcast",
  description: "Takes the address of a feed (RSS or Atom), or of a web page that names one.",
  request: { body: bodyOf(NewFeed) },
  responses: { 201: jsonOf(FeedFollowed, "Followed; the job reads its episodes") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/feeds/{id}",
  tags,
  summary: "One podcast",
  request: { params },
  responses: { 200: jsonOf(Feed, "The podcast") },
});
const change = defineRoute("member", {
  method: "patch",
  path: "/api/feeds/{id}",
  tags,
  summary: "Rename a podcast, or say how many of its newest episodes come in by themselves",
  request: { params, body: bodyOf(FeedChange) },
  responses: { 200: jsonOf(Feed, "As it is now") },
});
const leave = defineRoute("member", {
  method: "delete",
  path: "/api/feeds/{id}",
  tags,
  summary: "Follow a podcast no longer; recordings that came from it stay",
  request: { params },
  responses: { 204: { description: "Left" } },
});
const refresh = defineRoute("member", {
  method: "post",
  path: "/api/feeds/{id}/refresh",
  tags,
  summary: "Ask a podcast now for what is new",
  request: { params },
  responses: { 202: jsonOf(Job, "The job") },
});
const episodes = defineRoute("member", {
  method: "get",
  path: "/api/feeds/{id}/episodes",
  tags,
  summary: "Episodes, newest first",
  request: { params, query: PageQuery },
  responses: { 200: jsonOf(EpisodePage, "A page") },
});
const bringIn = defineRoute("member", {
  method: "post",
  path: "/api/feeds/{id}/episodes/{episodeId}/fetch",
  tags,
  summary: "Bring an episode into the library",
  request: { params: params.extend({ episodeId: z.string().min(1).max(100) }) },
  responses: {
    200: jsonOf(UploadAnswer, "It is in the library already"),
    202: jsonOf(UploadAnswer, "It is fetched and converted: follow the job"),
  },
});

/** Podcasts. */
export function feedRoutes(app: OpenAPIHono<AppEnv>, deps: FeedDeps): void {
  const { feeds, jobQueue } = deps;
  const working = jobQueue && { ...deps, jobQueue, web: deps.internet };

  app.openapi(list, async (c) =>
    c.json({ items: (await feeds.list()).map(({ value }) => feedView(value)) }, 200),
  );
  app.openapi(follow, async (c) => {
    if (working === undefined) return refuse(c, "unavailable");
    const { url, fetchNewest } = c.req.valid("json");
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const wanted = { url: new URL(url), fetchNewest, orderedBy };
    const followed = await followFeed(working, wanted, c.req.raw.signal);
    if (followed.ok) return c.json({ feed: feedView(followed.feed), job: jobView(followed.job) }, 201);
    if (followed.why === "already-followed")
      return refuse(c, "already-followed", { details: { feedId: followed.feed.id } });
    return refuse(c, "no-feed", { message: followed.says });
  });
  app.openapi(one, async (c) => {
    const found = await feeds.get(FeedId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(feedView(found.value), 200);
  });
  app.openapi(change, async (c) => {
    const { title, fetchNewest: newest } = c.req.valid("json");
    const id = FeedId(c.req.valid("param").id);
    const feed = await changeFeed(deps, id, (before) => ({
      ...before,
      ...(title !== undefined && { title }),
      ...(newest !== undefined && { fetchNewest: newest }),
    }));
    if (feed === undefined) return refuse(c, "not-found");
    if (working !== undefined) await fetchNewest(working, id);
    deps.liveUpdates.publish({ of: "feeds" });
    return c.json(feedView(feed), 200);
  });
  app.openapi(leave, async (c) => {
    await feeds.delete(FeedId(c.req.valid("param").id));
    deps.liveUpdates.publish({ of: "feeds" });
    return c.body(null, 204);
  });
  app.openapi(refresh, async (c) => {
    if (working === undefined) return refuse(c, "unavailable");
    const found = await feeds.get(FeedId(c.req.valid("param").id));
    if (found === undefined) return refuse(c, "not-found");
    const job = await enqueueRefresh(working, found.value, c.var.caller?.name ?? "system");
    return c.json(jobView(job), 202);
  });
  app.openapi(episodes, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const id = FeedId(c.req.valid("param").id);
    const [feed, page] = await Promise.all([
      feeds.get(id),
      feeds.episodes(id, { limit, backwards: true, ...(cursor && { cursor }) }),
    ]);
    if (feed === undefined) return refuse(c, "not-found");
    const recorded = page.records.flatMap(({ value: { audioId } }) =>
      audioId === undefined ? [] : [audioId],
    );
    const there = new Set((await deps.audio.getMany(recorded)).map(({ value }) => value.id));
    const items = page.records.map(async ({ value }) => {
      const isThere = value.audioId !== undefined && there.has(value.audioId);
      return episodeView(value, value.jobId && (await deps.jobs.get(value.jobId))?.value, isThere);
    });
    return c.json({ items: await Promise.all(items), cursor: page.cursor }, 200);
  });
  app.openapi(bringIn, async (c) => {
    if (working === undefined) return refuse(c, "unavailable");
    const { id, episodeId } = c.req.valid("param");
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const wanted = { feedId: FeedId(id), episodeId: EpisodeId(episodeId), orderedBy };
    const ordered = await fetchEpisode(working, wanted);
    if (!ordered.ok) return refuse(c, ordered.why);
    if (ordered.is === "being-prepared")
      return c.json({ is: "being-prepared" as const, job: jobView(ordered.job) }, 202);
    const audio = await deps.audio.get(ordered.audioId);
    return audio === undefined
      ? refuse(c, "not-found")
      : c.json({ is: "already-here" as const, audio: audioView(audio.value) }, 200);
  });
}
