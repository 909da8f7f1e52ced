import type { Cards } from "../../stores/cards.ts";
import { unlinkAccount } from "./unlink-account.ts";

type Deps = Parameters<typeof unlinkAccount>[0] & { readonly cards: Cards };

/**
 * Unlinks the pretend family, now that there is a real Yoto. Audio and streams stay; cards wait to be published anew. The family
 * goes last: as long as it is there, what a crash left undone is done at the next start.
 */
export async function putPretendAway(deps: Deps): Promise<void> {
  for (const { value: account } of await deps.accounts.list()) {
    if (!account.pretend) continue;
    for await (const { value, version } of deps.cards.all()) {
      if (value.published?.accountId !== account.id) continue;
      const { published: _, ...unpublished } = value;
      await deps.cards.save(unpublished, version);
    }
    await unlinkAccount(deps, account.id);
  }
}
