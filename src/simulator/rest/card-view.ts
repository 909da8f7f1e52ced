import type { Card } from "../store/cards.ts";
import { type Media, radioHost } from "../store/media.ts";

/** A card as the API shows it, links unresolved. */
export function cardView(card: Card) {
  const { rest, ...own } = card;
  return { ...rest, ...own };
}

/** A card without its chapters, as lists show it. */
export function cardSummary(card: Card) {
  const { content, _id, ...own } = cardView(card);
  const { chapters: _, ...summary } = content;
  return { ...own, content: summary };
}

const link = /^yoto:#(.+)$/;

/**
 * The card with every `yoto:#` turned into an address (audio signed for about an hour, icons public), and stations to this cloud. Prefixes and
 * signatures differ on every call, so a stale copy shows.
 */
export function resolvedCard(card: Card, media: Media) {
  const icon = (value: unknown) => {
    const hash = typeof value === "string" ? link.exec(value)?.[1] : undefined;
    return hash === undefined ? value : media.publicUrl(hash, "");
  };
  const audio = (value: unknown) => {
    if (typeof value === "string" && value.startsWith(radioHost))
      return media.radioUrl(value.slice(radioHost.length));
    const hash = typeof value === "string" ? link.exec(value)?.[1] : undefined;
    return hash === undefined ? value : media.signedUrl(hash);
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (name === "trackUrl") return [name, audio(inner)];
        if (name === "icon16x16") return [name, icon(inner)];
        return [name, resolve(inner)];
      }),
    );
  };
  const view = cardView(card);
  return { ...view, content: { ...view.content, chapters: resolve(view.content["chapters"]) } };
}

/**
 * Leaves out chapters that are not available yet where the listener is.
 * @param timezone An IANA name; `undefined` when it is none.
 */
export function availableChapters(
  content: Readonly<Record<string, unknown>>,
  timezone: string,
  nowMs: number,
): Record<string, unknown> | undefined {
  const today = dateIn(timezone, nowMs);
  if (today === undefined) return undefined;
  const chapters = Array.isArray(content["chapters"]) ? content["chapters"] : [];
  const available = chapters.filter((chapter: { availableFrom?: unknown }) => {
    const from = chapter.availableFrom;
    if (typeof from !== "string" || from === "") return true;
    return /^\d{4}-\d\d-\d\d$/.test(from) ? from <= today : Date.parse(from) <= nowMs;
  });
  return { ...content, chapters: available };
}

function dateIn(timezone: string, nowMs: number): string | undefined {
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(nowMs);
  } catch {
    return undefined;
  }
}

/** The `ownership` beside a card of `GET /card/{cardId}`. */
export function ownershipView(of: { readonly made: boolean; readonly inLibrary: boolean }) {
  return {
    canAccess: true,
    userHasRole: false,
    cardIsFree: false,
    cardIsMadeByUser: of.made,
    cardIsInFamilyLibrary: of.inLibrary,
    cardIsCreatedByFamily: of.made,
    isAccessibleUsingSubscription: false,
    isAccessibleAsPhysicalPlay: !of.made && !of.inLibrary,
    isShareLink: false,
    isReconditionCard: false,
    inCardPacks: false,
    previewAccessOnly: false,
  };
}
