import type { Card } from "../../../src/http/schema/card.ts";
import type { CoverWish, DrawnIcon, Icon, IconSuggestions } from "../../../src/http/schema/icon.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { refusal, request } from "../api/request.ts";
import { cardList } from "../stores/cards.ts";
import { iconsOf, ownIconsOf } from "../stores/icons.ts";
import { pagePath } from "../stores/page-path.ts";
import type { Crop } from "./crop.ts";

export type CoverSize = "card" | "wide" | "square";

/** Yoto takes its time. */
const patienceMs = 60_000;

/** What an icon of this picture would look like. Throws `ApiFailure`. */
export async function previewIcon(picture: Blob, crop: Crop | undefined, signal: AbortSignal): Promise<Blob> {
  return (await send("POST", pagePath("/api/icons/preview", { ...crop }), picture, signal)).blob();
}

/** Makes an icon of a picture and gives it to the family. Throws `ApiFailure`. */
export async function addIcon(
  picture: Blob,
  wanted: { readonly title: string; readonly accountId: string; readonly crop?: Crop | undefined },
): Promise<Icon> {
  const { crop, ...query } = wanted;
  const answer = await send("POST", pagePath("/api/icons", { ...query, ...crop }), picture);
  ownIconsOf(wanted.accountId).refresh();
  return (await answer.json()) as Icon;
}

/** Draws letters as an icon and gives it to the family. Throws `ApiFailure`. */
export async function drawIcon(wanted: DrawnIcon & { readonly accountId: string }): Promise<Icon> {
  const icon = await request<Icon>("POST", "/api/icons/drawn", { body: wanted });
  ownIconsOf(wanted.accountId).refresh();
  return icon;
}

/** Where the browser sees what would be drawn. */
export function drawnIconPath(text: string, colour: string): string {
  return pagePath("/api/icons/drawn", { text, colour });
}

/** Icons that fit titles. Throws `ApiFailure`. */
export async function matchIcons(
  accountId: string,
  titles: readonly string[],
): Promise<IconSuggestions["items"]> {
  iconsOf(accountId).need();
  const answer = await request<IconSuggestions>("POST", "/api/icons/match", { body: { titles, accountId } });
  return answer.items;
}

/** Throws `ApiFailure`. */
export async function putCardIcons(cardId: string, icons: Readonly<Record<string, string>>): Promise<Card> {
  return changed(
    await request<Card>("PUT", `/api/cards/${encodeURIComponent(cardId)}/icons`, { body: { icons } }),
  );
}

/** Gives a card a part of a picture as its cover. Throws `ApiFailure`. */
export async function putCardCover(
  cardId: string,
  picture: Blob,
  crop: Crop,
  size: CoverSize,
): Promise<Card> {
  const path = pagePath(`/api/cards/${encodeURIComponent(cardId)}/cover`, { size, ...crop });
  return changed((await (await send("PUT", path, picture)).json()) as Card);
}

/** Gives a card a cover that is here or drawn here. Throws `ApiFailure`. */
export async function wishCardCover(cardId: string, wish: CoverWish, size: CoverSize): Promise<Card> {
  const path = pagePath(`/api/cards/${encodeURIComponent(cardId)}/cover`, { size });
  return changed(await request<Card>("PUT", path, { body: wish, signal: AbortSignal.timeout(patienceMs) }));
}

/** Where the browser sees the cover that would be drawn. */
export function drawnCoverPath(cardId: string, size: CoverSize, iconId: string | undefined): string {
  return pagePath(`/api/cards/${encodeURIComponent(cardId)}/cover/drawn`, { size, iconId });
}

function changed(card: Card): Card {
  cardList.refresh();
  return card;
}

async function send(method: string, path: string, picture: Blob, signal?: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      body: picture,
      credentials: "same-origin",
      headers: { "Content-Type": picture.type || "application/octet-stream" },
      signal: signal ?? AbortSignal.timeout(patienceMs),
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw ApiFailure.of(thrown);
  }
  if (answer.ok) return answer;
  throw refusal(answer.status, await answer.json().catch(() => undefined));
}
