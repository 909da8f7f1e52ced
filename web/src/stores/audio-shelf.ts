import type { AudioItem, AudioUse } from "../../../src/http/schema/audio.ts";
import type {
  AudioCount,
  Collection,
  CollectionChange,
  LibraryOverview,
  ManyAudioChange,
} from "../../../src/http/schema/audio-shelf.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { audioList } from "./audio.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** Hours, bytes, tags. */
export const overview = createResource(() => request<LibraryOverview>("GET", "/api/audio/overview"));

export const collectionList = createResource(
  async () => (await request<{ items: Collection[] }>("GET", "/api/collections")).items,
);

/** What lies in the trash, the last first. */
export const trashList = createPagedList<AudioItem>(({ limit, cursor }) =>
  request<Page<AudioItem>>("GET", pagePath("/api/audio/trash", { limit, cursor })),
);

/** Throws `ApiFailure`. */
export function usesOfMany(ids: readonly string[]): Promise<AudioUse> {
  return request("POST", "/api/audio/use", { body: { ids } });
}

/** Throws `ApiFailure`. */
export async function changeMany(change: ManyAudioChange): Promise<void> {
  await request("POST", "/api/audio/changes", { body: change });
  await audioList.reload();
  overview.refresh();
}

/** Deletes for thirty days; then for good. Throws `ApiFailure`. */
export async function trashMany(ids: readonly string[], force: boolean): Promise<number> {
  const { pieces } = await request<AudioCount>("POST", "/api/audio/trash", { body: { ids, force } });
  await audioList.reload();
  return pieces;
}

/** Throws `ApiFailure`. */
export async function restoreMany(ids: readonly string[]): Promise<void> {
  await request("POST", "/api/audio/trash/restore", { body: { ids } });
  trashList.refresh();
  audioList.refresh();
}

/** Without ids all that is there. Throws `ApiFailure`. */
export async function emptyTrash(ids?: readonly string[]): Promise<void> {
  await request("POST", "/api/audio/trash/empty", { body: ids === undefined ? {} : { ids } });
  trashList.refresh();
}

/** Throws `ApiFailure`. */
export async function makeCollection(title: string, audioIds: readonly string[]): Promise<Collection> {
  const made = await request<Collection>("POST", "/api/collections", { body: { title, audioIds } });
  await collectionList.load();
  return made;
}

/** Throws `ApiFailure`. */
export async function changeCollection(id: string, change: CollectionChange): Promise<void> {
  await request("PATCH", `/api/collections/${encodeURIComponent(id)}`, { body: change });
  await collectionList.load();
  audioList.refresh();
}

/** What was in it stays. Throws `ApiFailure`. */
export async function deleteCollection(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", `/api/collections/${encodeURIComponent(id)}`, { keepalive: leaving });
  await collectionList.load();
}

function refreshAll() {
  overview.refresh();
  collectionList.refresh();
  trashList.refresh();
}
onLive("audio", refreshAll);
onLive("hello", refreshAll);
forgetOnSignOut(() => {
  for (const each of [overview, collectionList, trashList]) each.forget();
});
