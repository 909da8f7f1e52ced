import type { Job } from "../../../src/http/schema/job.ts";
import type {
  MediaServer,
  MediaShelfList,
  MediaWork,
  MediaWorkPage,
  NewMediaServer,
} from "../../../src/http/schema/media-server.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";
import { followUpload } from "./uploads.ts";

/** The family's own media servers. */
export const serverList = createResource(
  async () => (await request<{ items: MediaServer[] }>("GET", "/api/media-servers")).items,
);

/** Tries that it lets us in, which takes as long as it takes. Throws `ApiFailure`. */
export async function addServer(wanted: NewMediaServer): Promise<MediaServer> {
  const signal = AbortSignal.timeout(60_000);
  const added = await request<MediaServer>("POST", "/api/media-servers", { body: wanted, signal });
  await serverList.load();
  return added;
}

/** What came from it stays. Throws `ApiFailure`. */
export async function forgetServer(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id), { keepalive: leaving });
  await serverList.load();
}

/** Throws `ApiFailure`. */
export async function shelvesOf(id: string): Promise<MediaShelfList["items"]> {
  return (await request<MediaShelfList>("GET", `${pathOf(id)}/shelves`)).items;
}

/** A page of a shelf, or of what was searched for. Throws `ApiFailure`. */
export function worksOf(
  id: string,
  wanted: { shelf?: string; q?: string; cursor?: string | undefined },
): Promise<MediaWorkPage> {
  return request("GET", pagePath(`${pathOf(id)}/works`, { limit: 50, ...wanted }));
}

/** Orders a work; it shows among the uploads. Throws `ApiFailure`. */
export async function bringIn(id: string, work: MediaWork): Promise<void> {
  const body = { workId: work.id, title: work.title.slice(0, 200) };
  followUpload(await request<Job>("POST", `${pathOf(id)}/bring-in`, { body }));
}

function pathOf(id: string): string {
  return `/api/media-servers/${encodeURIComponent(id)}`;
}

forgetOnSignOut(serverList.forget);
