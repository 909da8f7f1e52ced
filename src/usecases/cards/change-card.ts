import type { Card, CardFace } from "../../domain/cards/card.ts";
import type { CardId } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";
import { type ChapterWish, type SettleDeps, settleChapters } from "./settle-chapters.ts";

/** What to change on a card of ours; absent: stays. Empty texts empty a field. */
export type CardChange = {
  readonly [Field in Exclude<keyof CardFace, "chapters" | "plays">]?: CardFace[Field] | undefined;
} & {
  /** All chapters in their new order; those that are not named are taken off. */
  readonly chapters?: readonly ChapterWish[] | undefined;
};

export type CardChanged =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }
  | {
      readonly ok: false;
      readonly why: "bad-chapters";
      readonly problems: readonly { readonly field: string; readonly problem: string }[];
    };

/**
 * Changes a card here. Yoto hears of it when it is published: until then players play it as it was. `ifChangedAtMs` refuses
 * when somebody else changed it meanwhile. Throws `YotoTrouble` where chapters of Yoto's are asked for.
 */
export async function changeCard(
  deps: SettleDeps & { readonly cards: Cards },
  id: CardId,
  { chapters, ...face }: CardChange,
  ifChangedAtMs?: number,
): Promise<CardChanged> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const before = found.value;
  if (ifChangedAtMs !== undefined && before.changedAtMs !== ifChangedAtMs)
    return { ok: false, why: "changed-meanwhile" };
  const settled = chapters && (await settleChapters(deps, before, chapters));
  if (settled?.ok === false) return { ok: false, why: "bad-chapters", problems: settled.problems };
  const said = Object.fromEntries(Object.entries(face).filter(([, value]) => value !== undefined));
  const card: Card = {
    ...before,
    ...said,
    ...(settled && { chapters: settled.chapters }),
    ...(settled?.ownStreamId && { ownStreamId: settled.ownStreamId }),
    changedAtMs: deps.clock.nowMs(),
  };
  if (!(await deps.cards.save(card, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, card };
}

/** Takes back what was changed since the card was last brought to Yoto. `undefined`: there is nothing to go back to. */
export async function discardChanges(
  deps: Pick<SettleDeps, "clock" | "liveUpdates"> & { readonly cards: Cards },
  id: CardId,
): Promise<Card | undefined> {
  const found = await deps.cards.get(id);
  const as = found?.value.published?.as;
  if (found === undefined || as === undefined) return undefined;
  const card = withFace(found.value, as, deps.clock.nowMs());
  if (!(await deps.cards.save(card, found.version)).ok) return discardChanges(deps, id);
  deps.liveUpdates.publish({ of: "cards" });
  return card;
}

/** The same card with another face. */
export function withFace(card: Card, face: CardFace, changedAtMs: number): Card {
  const { id, published, creating, ownStreamId, storyId, bakeJobId, mailIcons, createdAtMs } = card;
  return {
    id,
    ...face,
    ...(published && { published }),
    ...(creating && { creating }),
    ...(ownStreamId && { ownStreamId }),
    ...(storyId && { storyId }),
    ...(bakeJobId && { bakeJobId }),
    ...(mailIcons && { mailIcons }),
    createdAtMs,
    changedAtMs,
  };
}
