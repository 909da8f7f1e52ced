import type { YotoCardId } from "../../domain/ids.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { type LearnDeps, learnCards } from "./learn-cards.ts";

export type CardTitleDeps = LearnDeps & { readonly accounts: Pick<YotoAccounts, "list"> };

/** A way to name these cards: ours by their titles, others as Yoto calls them, if it says so in a moment. */
export async function cardTitles(
  deps: CardTitleDeps,
  wanted: readonly YotoCardId[],
): Promise<(yotoCardId: string) => string> {
  const titles = new Map<string, string>();
  if (wanted.length > 0) {
    const accounts = (await deps.accounts.list()).map(({ value }) => value.id);
    const learned = await Promise.all(
      accounts.map((account) =>
        learnCards(
          deps,
          wanted.map((id) => [account, id] as const),
        ),
      ),
    );
    for (const id of wanted) {
      const title = learned
        .map((known) => known(id)?.title)
        .find((each) => each !== undefined && each !== "");
      if (title !== undefined) titles.set(id, title);
    }
    // Ours go by the name they have here, also before any family is linked.
    for await (const { value } of deps.cards.all())
      if (value.published !== undefined) titles.set(value.published.yotoCardId, value.title);
  }
  return (id) => titles.get(id) ?? `card ${id}`;
}
