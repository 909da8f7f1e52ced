import type { YotoAccountId } from "../domain/ids.ts";
import type { AccountHealth } from "../domain/listener-health.ts";
import type { ListenerHealths } from "../stores/listener-health.ts";
import type { YotoAccounts } from "../stores/yoto-accounts.ts";
import type { AccountState } from "../usecases/yoto-accounts/account-state.ts";

/** How an account's connection does: by the listener of this process, else by what another one wrote down. */
export function accountStates(deps: {
  readonly accounts: YotoAccounts;
  readonly healths: ListenerHealths;
  readonly here?: { accounts(): readonly AccountHealth[] };
}): (id: YotoAccountId) => Promise<AccountState> {
  return async (id) => {
    const account = (await deps.accounts.get(id))?.value;
    const health =
      deps.here?.accounts().find(({ accountId }) => accountId === id) ?? (await deps.healths.get(id));
    if (account?.state.is === "link-again") return { state: "link-again", note: account.state.why };
    if (health === undefined) return { state: "connecting" };
    const { mqtt, linked, sinceMs, doing, lastEventAtMs, lastHeartbeatAtMs } = health;
    return {
      state: linked === "link-again" ? "link-again" : mqtt === "down" ? "unavailable" : mqtt,
      note: doing,
      ...(mqtt === "connected" && { connectedSinceMs: sinceMs }),
      ...(lastEventAtMs !== undefined && { lastEventAtMs }),
      ...(lastHeartbeatAtMs !== undefined && { lastHeartbeatAtMs }),
    };
  };
}
