import { signal } from "@preact/signals";
import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import type { Episode, Feed, FeedChange, FeedFollowed, NewFeed } from "../../../src/http/schema/feed.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** The podcasts that the family follows. */
export const feedList = createResource(
  async () => (await request<{ items: Feed[] }>("GET", "/api/feeds")).items,
);

const open = signal("");

/** Episodes of the podcast that is open, newest first. */
export const episodeList = createPagedList<Episode>(async ({ limit, cursor }) =>
  open.value === ""
    ? { items: [] }
    : request<Page<Episode>>("GET", pagePath(`${pathOf(open.value)}/episodes`, { limit, cursor })),
);

/** Shows another podcast's episodes. */
export function openFeed(id: string): void {
  if (open.value === id) return;
  open.value = id;
  episodeList.forget();
}

/** Throws `ApiFailure`. Looking at an address takes as long as its server. */
export async function followFeed(wanted: NewFeed): Promise<Feed> {
  const signal = AbortSignal.timeout(60_000);
  const { feed } = await request<FeedFollowed>("POST", "/api/feeds", { body: wanted, signal });
  await feedList.load();
  return feed;
}

/** Throws `ApiFailure`. */
export async function changeFeed(id: string, change: FeedChange): Promise<void> {
  await request("PATCH", pathOf(id), { body: change });
  await feedList.load();
}

/** Asks now for what is new. Throws `ApiFailure`. */
export async function refreshFeed(id: string): Promise<void> {
  await request("POST", `${pathOf(id)}/refresh`);
}

/** Recordings that came from it stay. Throws `ApiFailure`. */
export async function leaveFeed(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id), { keepalive: leaving });
  await feedList.load();
}

/** Throws `ApiFailure`. */
export async function fetchEpisode(feedId: string, id: string): Promise<void> {
  await request<UploadAnswer>("POST", `${pathOf(feedId)}/episodes/${encodeURIComponent(id)}/fetch`);
  episodeList.refresh();
}

function pathOf(id: string): string {
  return `/api/feeds/${encodeURIComponent(id)}`;
}

function refreshAll() {
  feedList.refresh();
  episodeList.refresh();
}
onLive("feeds", refreshAll);
onLive("hello", refreshAll);
// An episode that could not be fetched says so.
onLive("job", ({ job }) => {
  if (job.kind === "ingest-episode" && (job.state === "failed" || job.state === "cancelled"))
    episodeList.refresh();
});
forgetOnSignOut(() => {
  open.value = "";
  feedList.forget();
  episodeList.forget();
});
