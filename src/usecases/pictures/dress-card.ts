import type { Card } from "../../domain/cards/card.ts";
import type { CardId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Cards } from "../../stores/cards.ts";

export type DressDeps = {
  readonly cards: Cards;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

/** How a card looks: the address of its cover, and icons by the key of the chapter. */
export type CardDress = {
  readonly coverUrl?: string;
  readonly icons?: Readonly<Record<string, string>>;
};

export type CardDressed =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly why: "not-found" | "no-such-chapter" | "changed-meanwhile" };

/** Changes how a card of ours looks. Yoto hears of it when the card is published. */
export async function dressCard(deps: DressDeps, id: CardId, dress: CardDress): Promise<CardDressed> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const { value: card, version } = found;
  const { coverUrl, icons = {} } = dress;
  const keys = new Set(card.chapters.map(({ key }) => key));
  if (Object.keys(icons).some((key) => !keys.has(key))) return { ok: false, why: "no-such-chapter" };
  const dressed: Card = {
    ...card,
    ...(coverUrl !== undefined && { coverUrl }),
    chapters: card.chapters.map((chapter) => {
      const mediaId = icons[chapter.key];
      return mediaId === undefined ? chapter : { ...chapter, icon: `yoto:#${mediaId}` };
    }),
    changedAtMs: deps.clock.nowMs(),
  };
  if (!(await deps.cards.save(dressed, version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, card: dressed };
}
