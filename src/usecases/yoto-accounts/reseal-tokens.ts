import type { YotoAccountId } from "../../domain/ids.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";

/** What became of each account's tokens. */
export type Resealed = {
  readonly resealed: readonly YotoAccountId[];
  readonly wasFresh: readonly YotoAccountId[];
  /** Sealed with a key that is gone: these accounts must be linked again. */
  readonly cannotOpen: readonly YotoAccountId[];
};

/** Seals all tokens anew after a key was replaced, so that the old key can be thrown away. Safe to repeat, safe while running. */
export async function resealTokens(deps: { accounts: YotoAccounts; log: Log }): Promise<Resealed> {
  const accounts = await deps.accounts.list();
  const done = await Promise.all(
    accounts.map(async ({ value: { id } }) => ({ id, became: await deps.accounts.reseal(id) })),
  );
  const those = (became: (typeof done)[number]["became"]) =>
    done.filter((each) => each.became === became).map(({ id }) => id);
  const answer = {
    resealed: those("resealed"),
    wasFresh: those("was-fresh"),
    cannotOpen: those("cannot-open"),
  };
  deps.log.info("yoto-tokens-resealed", {
    resealed: answer.resealed.length,
    cannotOpen: answer.cannotOpen.length,
  });
  return answer;
}
