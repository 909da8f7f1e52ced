import type { YotoAccountId } from "../../domain/ids.ts";
import type { YotoAccount } from "../../domain/yoto-account.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";

export type WhichAccount =
  | { readonly ok: true; readonly account: YotoAccount }
  | { readonly ok: false; readonly why: "no-account" | "which-account" | "not-found" };

/**
 * The linked family that is meant: the named one; else the one that it was with `before`, as long as that is linked; else the only
 * one.
 */
export async function whichAccount(
  deps: { readonly accounts: YotoAccounts },
  named: YotoAccountId | undefined,
  before?: YotoAccountId | undefined,
): Promise<WhichAccount> {
  const accounts = (await deps.accounts.list()).map(({ value }) => value);
  if (named !== undefined) {
    const account = accounts.find(({ id }) => id === named);
    return account === undefined ? { ok: false, why: "not-found" } : { ok: true, account };
  }
  const known = accounts.find(({ id }) => id === before);
  if (known !== undefined) return { ok: true, account: known };
  const [first, second] = accounts;
  if (first === undefined) return { ok: false, why: "no-account" };
  return second === undefined ? { ok: true, account: first } : { ok: false, why: "which-account" };
}
