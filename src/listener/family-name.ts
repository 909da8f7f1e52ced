import { YotoTrouble } from "../ports/yoto-trouble.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import { withYotoAccount } from "../usecases/yoto-accounts/with-yoto-account.ts";
import type { AccountDeps } from "./account-deps.ts";

/** What to call a family among others. */
export type FamilyName = {
  /** Asks Yoto whose family it is unless that is known. Never rejects. */
  learn(signal: AbortSignal): Promise<void>;
};

type Deps = Pick<AccountDeps, "accounts" | "signIn" | "clock" | "chance" | "log" | "live"> & {
  readonly cloud: Pick<AccountDeps["cloud"], "family">;
};

/** Calls an account that has no name as its first member is reached: whoever has two of them must tell them apart. */
export function createFamilyName(deps: Deps, { id, label, pretend }: AccountOutline): FamilyName {
  let known = pretend || label !== undefined;
  const ask = async (signal: AbortSignal) => {
    const { members } = await withYotoAccount(deps, id, (token) => deps.cloud.family(token), signal);
    const [name] = members.flatMap((each) => each.email ?? each.name ?? []);
    const found = name === undefined ? undefined : await deps.accounts.get(id);
    if (name === undefined || found?.value.label !== undefined) return true;
    if (found === undefined || !(await deps.accounts.rename(id, name, found.version)).ok) return false;
    deps.live.publish({ of: "yoto-accounts" });
    return true;
  };
  return {
    async learn(signal) {
      if (known) return;
      known = await ask(signal).catch((error: unknown) => {
        if (!signal.aborted) deps.log.debug("family-not-named", { account: id, error });
        return error instanceof YotoTrouble && error.kind === "scope-missing";
      });
    },
  };
}
