import type { Card } from "../../domain/cards/card.ts";
import { isPending } from "../../domain/cards/is-pending.ts";
import { CardId, type YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { YotoCardJson } from "../../ports/yoto-content.ts";
import { type FamilyCardDeps, readFamilyCard } from "./family-cards.ts";

/** A card that is to be edited along with others: ours, or one that was made elsewhere, as Yoto has it now. */
export type CardToEdit =
  | {
      readonly ok: true;
      readonly title: string;
      /** Under which its earlier versions are kept. */
      readonly of: CardId | YotoCardId;
      readonly yotoCardId: YotoCardId;
      readonly accountId: YotoAccountId;
      readonly json: YotoCardJson;
      /** Absent: made elsewhere. */
      readonly ours?: Card;
    }
  | { readonly ok: false; readonly title: string; readonly problem: string };

export type FindDeps = Pick<FamilyCardDeps, "accounts" | "cards" | "cloud" | "tokens">;

/** Finds cards by our ids or Yoto's. What cannot be edited says why. */
export async function openCardsToEdit(deps: FindDeps): Promise<(ref: string) => Promise<CardToEdit>> {
  const ours = new Map<string, CardId>();
  for await (const { value } of deps.cards.all())
    if (value.published !== undefined) ours.set(value.published.yotoCardId, value.id);
  return async (ref) => {
    const card = (await deps.cards.get(ours.get(ref) ?? CardId(ref)))?.value;
    if (card === undefined) return elsewhere(deps, YotoCardId(ref));
    const { title, published } = card;
    if (published === undefined)
      return {
        ok: false,
        title,
        problem: "It is not at Yoto yet. Publish it, or change it on its own page.",
      };
    if (isPending(card)) {
      const problem = "It has changes that are not written yet. Write them or take them back first.";
      return { ok: false, title, problem };
    }
    const found = await readFamilyCard(deps, published.yotoCardId);
    if (found === undefined)
      return { ok: false, title, problem: "It is gone at Yoto. Publish it again on its own page." };
    return { ok: true, title, of: card.id, yotoCardId: published.yotoCardId, ...found, ours: card };
  };
}

async function elsewhere(deps: FindDeps, id: YotoCardId): Promise<CardToEdit> {
  const found = /^\w{1,40}$/.test(id) ? await readFamilyCard(deps, id) : undefined;
  if (found === undefined)
    return { ok: false, title: `Card ${id}`, problem: "It was bought or is gone; it cannot be changed." };
  const { title } = found.json;
  return { ok: true, title: typeof title === "string" ? title : "", of: id, yotoCardId: id, ...found };
}
