import { YotoCardId } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { CardLookUp } from "./look-up-card.ts";

export type CardTitleDeps = {
  readonly cards: Cards;
  readonly accounts: Pick<YotoAccounts, "list">;
  readonly cardLookUp: CardLookUp;
};

/** A way to name cards by Yoto's ids: ours by their titles, others as far as they were looked up by now. */
export async function cardTitles(deps: CardTitleDeps): Promise<(yotoCardId: string) => string> {
  const ours = new Map<string, string>();
  for await (const { value } of deps.cards.all())
    if (value.published !== undefined) ours.set(value.published.yotoCardId, value.title);
  const accounts = (await deps.accounts.list()).map(({ value }) => value.id);
  return (id) => {
    const own = ours.get(id);
    if (own !== undefined) return own;
    for (const account of accounts) {
      const title = deps.cardLookUp.known(account, YotoCardId(id))?.title;
      if (title !== undefined && title !== "") return title;
    }
    return `card ${id}`;
  };
}
