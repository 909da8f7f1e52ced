import type { Cards } from "../../stores/cards.ts";
import { unlinkAccount } from "./unlink-account.ts";

type Deps = Parameters<typeof unlinkAccount>[0] & { readonly cards: Cards };

/**
 * Unlinks the demo's pretend family once a real Yoto is configured. Audio and streams stay; its cards become unpublished. The
 * family is removed last, so that after a crash the next start does the rest.
 */
export async function removeDemoFamily(deps: Deps): Promise<void> {
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
