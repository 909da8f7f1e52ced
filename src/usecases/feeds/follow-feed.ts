import type { Feed } from "../../domain/feed.ts";
import { FeedId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import { enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { readFeedPages } from "./read-feed-pages.ts";
import { type RefreshDeps, refreshFeed } from "./refresh-feed.ts";

/** The kind of job that {@link refreshFeedJob} does. */
export const refreshFeedKind = "refresh-feed";

export type FeedFollowed =
  | { readonly ok: true; readonly feed: Feed; readonly job: Job }
  | { readonly ok: false; readonly why: "already-followed"; readonly feed: Feed }
  | { readonly ok: false; readonly why: "no-feed"; readonly says: string };

/** Subscribes to a podcast after a look at what is there; a job reads its episodes. Also takes the address of its web page. */
export async function followFeed(
  deps: RefreshDeps,
  wanted: {
    readonly url: URL;
    readonly fetchNewest: number;
    readonly orderedBy: UserName | "system";
  },
  signal: AbortSignal,
): Promise<FeedFollowed> {
  const looked = await readFeedPages(deps, { url: wanted.url }, () => true, signal);
  if (looked.is !== "read")
    return { ok: false, why: "no-feed", says: looked.is === "trouble" ? looked.says : "There is no feed." };
  const all = await deps.feeds.list();
  const same = all.find(({ value }) => value.url === looked.url.href);
  if (same !== undefined) return { ok: false, why: "already-followed", feed: same.value };
  const nowMs = deps.clock.nowMs();
  const { title, author, description, image } = looked.text;
  const feed: Feed = {
    id: FeedId(deps.chance.id().toLowerCase()),
    url: looked.url.href,
    title: title ?? looked.url.host,
    ...(author !== undefined && { author }),
    ...(description !== undefined && { description }),
    ...(image && { imageUrl: image.href }),
    addedAtMs: nowMs,
    addedBy: wanted.orderedBy,
    fetchNewest: wanted.fetchNewest,
    // The job below does it; should it get lost, the next round does.
    nextCheckMs: nowMs + 5 * 60_000,
    episodes: 0,
  };
  await deps.feeds.create(feed);
  return { ok: true, feed, job: await enqueueRefresh(deps, feed, wanted.orderedBy) };
}

/** Orders a feed to be asked now. */
export function enqueueRefresh(deps: RefreshDeps, feed: Feed, orderedBy: UserName | "system"): Promise<Job> {
  const { id, title } = feed;
  return enqueueJob(deps, { kind: refreshFeedKind, title, input: { feedId: id, title }, orderedBy });
}

/** The work: asks the feed now. */
export async function refreshFeedJob(deps: RefreshDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const refreshed = await refreshFeed(deps, FeedId(String(job.input["feedId"])), at.signal);
  if (refreshed?.trouble !== undefined)
    return { ok: false, why: refreshed.trouble, hint: "It is asked again by itself." };
  return { ok: true, result: { newEpisodes: refreshed?.newEpisodes ?? 0 } };
}
