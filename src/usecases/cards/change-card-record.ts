import type { Card } from "../../domain/cards/card.ts";
import type { CardId } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";

/** Changes what is noted on a card, whoever else writes meanwhile. */
export async function changeCardRecord(
  deps: { readonly cards: Cards },
  id: CardId,
  change: (card: Card) => Card,
): Promise<void> {
  for (;;) {
    const found = await deps.cards.get(id);
    if (found === undefined || (await deps.cards.save(change(found.value), found.version)).ok) return;
  }
}
