import { signal } from "@preact/signals";
import type { AudioChange, AudioItem, AudioUse } from "../../../src/http/schema/audio.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

/** What the list is narrowed to. */
export type AudioFilter = { readonly tag?: string; readonly collection?: string };
export const audioFilter = signal<AudioFilter>({});

/** The library, newest first, or the pieces that have all the words searched for, best first. */
export const audioList = createPagedList<AudioItem>(({ limit, cursor, words }) =>
  request<Page<AudioItem>>("GET", pagePath("/api/audio", { limit, cursor, q: words, ...audioFilter.value })),
);

/** Narrows the list to a tag or a collection, or widens it again. */
export function filterAudio(filter: AudioFilter): void {
  audioFilter.value = filter;
  void audioList.reload();
}

/** Recordings in the order asked for; those that are gone are left out. Throws `ApiFailure`. */
export async function readAudio(ids: readonly string[]): Promise<readonly AudioItem[]> {
  const asked = ids.map((id) =>
    request<AudioItem>("GET", `/api/audio/${encodeURIComponent(id)}`).catch(() => undefined),
  );
  return (await Promise.all(asked)).filter((each) => each !== undefined);
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
forgetOnSignOut(() => {
  audioFilter.value = {};
  audioList.forget();
});
