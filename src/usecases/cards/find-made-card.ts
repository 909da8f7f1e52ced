import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import type { Cards } from "../../stores/cards.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { findYotoCard } from "./create-yoto-card.ts";

/** The card at Yoto whose making we never heard the end of: one that looks like it and is none of ours. Throws `YotoTrouble`. */
export async function findMadeCard(
  deps: {
    readonly cards: Cards;
    readonly cloud: Pick<YotoContent, "cards" | "card">;
    readonly tokens: TokenDeps;
  },
  accountId: YotoAccountId,
  json: YotoCardJson,
): Promise<YotoCardId | undefined> {
  const taken = new Set<YotoCardId>();
  for await (const { value } of deps.cards.all())
    if (value.published !== undefined) taken.add(value.published.yotoCardId);
  const found = await findYotoCard(
    { yoto: deps.cloud, withToken: (call) => withYotoAccount(deps.tokens, accountId, call) },
    json,
    taken,
  );
  return found?.yotoCardId;
}
