import type { Page } from "../../../src/http/schema/page.ts";
import type {
  NewStream,
  RulePreviewed,
  RuleToPreview,
  SlotVisits,
  Stream,
  StreamChange,
  StreamExplanation,
  StreamUse,
} from "../../../src/http/schema/stream.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

/** All streams, newest first. */
export const streamList = createPagedList<Stream>(({ limit, cursor }) =>
  request<Page<Stream>>("GET", pagePath("/api/streams", { limit, cursor })),
);

const pathOf = (id: string) => `/api/streams/${encodeURIComponent(id)}`;

/** Throws `ApiFailure`. */
export function readStream(id: string): Promise<Stream> {
  return request("GET", pathOf(id));
}

/** Throws `ApiFailure`. */
export async function makeStream(wanted: NewStream): Promise<Stream> {
  const made = await request<Stream>("POST", "/api/streams", { body: wanted });
  streamList.refresh();
  return made;
}

/** Throws `ApiFailure`. */
export async function changeStream(id: string, change: StreamChange): Promise<Stream> {
  const changed = await request<Stream>("PATCH", pathOf(id), { body: change });
  streamList.refresh();
  return changed;
}

/** Deletes it as it was shown, also while cards play it. Throws `ApiFailure`. */
export async function deleteStream({ id, changedAtMs }: Stream, leaving: boolean): Promise<void> {
  const query = `force=true&ifChangedAtMs=${changedAtMs}`;
  await request("DELETE", `${pathOf(id)}?${query}`, { keepalive: leaving });
  await streamList.reload();
}

/** New addresses; the old ones are dead from now on. Throws `ApiFailure`. */
export function renewSecret(id: string): Promise<Stream> {
  return request("POST", `${pathOf(id)}/secret`, { body: {} });
}

/** The cards that play it. Throws `ApiFailure`. */
export function usesOfStream(id: string): Promise<StreamUse> {
  return request("GET", `${pathOf(id)}/use`);
}

/** What would play then, there. Throws `ApiFailure`. */
export function explainStream(
  id: string,
  asked: { at: string; on?: string | undefined },
): Promise<StreamExplanation> {
  return request("GET", pagePath(`${pathOf(id)}/explanation`, asked));
}

/** What players asked of a slot. Throws `ApiFailure`. */
export function visitsOfSlot(id: string, slot: string): Promise<SlotVisits> {
  return request("GET", `${pathOf(id)}/slots/${encodeURIComponent(slot)}/requests`);
}

/** What a rule that is being written says and would do. Throws `ApiFailure`. */
export function previewStream(draft: RuleToPreview, signal: AbortSignal): Promise<RulePreviewed> {
  return request("POST", "/api/streams/preview", { body: draft, signal });
}

/** Gives cards the addresses of today. Throws `ApiFailure` at the first that Yoto does not take. */
export async function publishAgain(cards: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of cards)
    await request("POST", `/api/cards/${encodeURIComponent(id)}/publish`, {
      body: {},
      signal: AbortSignal.timeout(60_000),
    });
}

onLive("streams", streamList.refresh);
onLive("hello", streamList.refresh);
forgetOnSignOut(streamList.forget);
