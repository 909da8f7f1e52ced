import type { Card, NewCard } from "../../../src/http/schema/card.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

/** Our cards, newest first. */
export const cardList = createPagedList<Card>(({ limit, cursor }) =>
  request<Page<Card>>("GET", pagePath("/api/cards", { limit, cursor })),
);

/** Throws `ApiFailure`. */
export function readCard(id: string): Promise<Card> {
  return request("GET", `/api/cards/${encodeURIComponent(id)}`);
}

/** Makes a card and gives it to the family. Takes as long as Yoto takes. Throws `ApiFailure`. */
export async function makeCard(card: NewCard): Promise<Card> {
  const made = await request<Card>("POST", "/api/cards", { body: card, signal: AbortSignal.timeout(60_000) });
  cardList.refresh();
  return made;
}

/** Deletes it as it was shown, not what somebody made of it since. Throws `ApiFailure`. */
export async function deleteCard({ id, changedAtMs }: Card, leaving: boolean): Promise<void> {
  const path = `/api/cards/${encodeURIComponent(id)}?ifChangedAtMs=${changedAtMs}`;
  await request("DELETE", path, { keepalive: leaving });
  await cardList.reload();
}

onLive("cards", cardList.refresh);
onLive("hello", cardList.refresh);
forgetOnSignOut(cardList.forget);
