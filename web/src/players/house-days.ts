import type { HistoryEntry, Statistics } from "../../../src/http/schema/history.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { cardKinds } from "../history/kind-words.ts";
import { createResource } from "../stores/resource.ts";
import { forgetOnSignOut } from "../stores/session.ts";

const days = 30;
const lastFew = 20;

/** What the house listened to lately: sums of some days, and what happened last, newest first. */
export const houseDays = createResource(async () => {
  const [sums, last] = await Promise.all([
    request<Statistics>("GET", `/api/statistics?days=${days}`),
    request<Page<HistoryEntry>>("GET", `/api/history?limit=${lastFew}&kind=${cardKinds}`),
  ]);
  return { sums, last: last.items };
});

onLive("hello", houseDays.refresh);
forgetOnSignOut(houseDays.forget);
