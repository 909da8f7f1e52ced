import type { AudioChange, AudioItem, AudioUse } from "../../../src/http/schema/audio.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { hasWords } from "./has-words.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

const pageOf = (limit: number, cursor: string | undefined) =>
  request<Page<AudioItem>>("GET", pagePath("/api/audio", { limit, cursor }));

/** The library, newest first, or the pieces that have all the words searched for. */
export const audioList = createPagedList<AudioItem>(({ limit, cursor, words }) =>
  words === "" ? pageOf(limit, cursor) : searchPages(limit, cursor, words),
);

/** Reads on until a page's worth has been found; a family's library is a few large pages. */
async function searchPages(limit: number, from: string | undefined, words: string): Promise<Page<AudioItem>> {
  const found: AudioItem[] = [];
  let cursor = from;
  do {
    const page = await pageOf(500, cursor);
    found.push(...page.items.filter((item) => hasWords(item, words)));
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < limit);
  return { items: found, cursor };
}

/** Where a piece is used. Throws `ApiFailure`. */
export function usesOfAudio(id: string): Promise<AudioUse> {
  return request("GET", `/api/audio/${encodeURIComponent(id)}/use`);
}

/** Throws `ApiFailure`. */
export async function changeAudio(id: string, change: AudioChange): Promise<void> {
  const after = await request<AudioItem>("PATCH", `/api/audio/${encodeURIComponent(id)}`, { body: change });
  const { items } = audioList;
  items.value = items.value?.map((each) => (each.id === id ? after : each));
}

/** Deletes a piece, also one that is used when `force`. Throws `ApiFailure`. */
export async function deleteAudio(id: string, force: boolean, leaving: boolean): Promise<void> {
  const path = `/api/audio/${encodeURIComponent(id)}${force ? "?force=true" : ""}`;
  await request("DELETE", path, { keepalive: leaving });
  await audioList.reload();
}

onLive("audio", audioList.refresh);
onLive("hello", audioList.refresh);
forgetOnSignOut(audioList.forget);
