import type { Card } from "../domain/card.ts";
import type { CardId } from "../domain/ids.ts";
import { type CardPublished, type PublishDeps, publishCard } from "./publish-card.ts";

export type CardDressed = CardPublished | { readonly ok: false; readonly why: "no-such-chapter" };

/** How a card looks: its cover, and icons by the key of the chapter (`undefined`: the plain one again). */
export type CardDress = {
  readonly coverUrl?: string;
  readonly icons?: Readonly<Record<string, string | undefined>>;
};

/** Changes how a card of ours looks, here and, if it is there, at Yoto. Throws `YotoTrouble`. */
export async function dressCard(deps: PublishDeps, id: CardId, dress: CardDress): Promise<CardDressed> {
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
      if (!Object.hasOwn(icons, chapter.key)) return chapter;
      const { icon: _, ...plain } = chapter;
      const mediaId = icons[chapter.key];
      return mediaId === undefined ? plain : { ...plain, icon: `yoto:#${mediaId}` };
    }),
    changedAtMs: deps.clock.nowMs(),
  };
  if (!(await deps.cards.save(dressed, version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "cards" });
  return card.published === undefined ? { ok: true, card: dressed } : publishCard(deps, id, undefined);
}
