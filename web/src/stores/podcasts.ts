import type { Feed } from "../../../src/http/schema/feed.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** The podcasts that the family follows. */
export const followedPodcasts = createResource<readonly Feed[]>(async () => {
  const { items } = await request<{ items: Feed[] }>("GET", "/api/feeds");
  return items;
});

onLive("hello", followedPodcasts.refresh);
forgetOnSignOut(followedPodcasts.forget);
