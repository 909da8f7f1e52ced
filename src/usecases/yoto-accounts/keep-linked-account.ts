import type { UserName } from "../../domain/ids.ts";
import type { YotoAccount } from "../../domain/yoto-account.ts";
import { wantedScopes } from "../../domain/yoto-scopes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoTokens } from "../../ports/yoto-sign-in.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";

export type KeepLinkedDeps = {
  readonly accounts: YotoAccounts;
  readonly clock: Clock;
  readonly log: Log;
  readonly liveUpdates: LiveUpdates;
  /** Whether what is linked belongs to the pretend Yoto. */
  readonly pretend: boolean;
};

/** Keeps what Yoto granted: a new family, or one that had to be linked again. */
export async function keepLinkedAccount(
  deps: KeepLinkedDeps,
  tokens: YotoTokens,
  linkedBy: UserName,
  label?: string,
): Promise<YotoAccount> {
  const { accountId, accessToken, expiresAtMs, refreshToken } = tokens;
  const scopes = tokens.scopes ?? wantedScopes.map(({ scope }) => scope);
  const linked = await deps.accounts.link({
    id: accountId,
    linkedBy,
    scopes,
    pretend: deps.pretend,
    ...(label === undefined ? {} : { label }),
    tokens: {
      accessToken,
      expiresAtMs,
      refreshedAtMs: deps.clock.nowMs(),
      ...(refreshToken === undefined ? {} : { refreshToken }),
    },
  });
  deps.log.info("yoto-account-linked", { scopes: scopes.length });
  deps.liveUpdates.publish({ of: "yoto-accounts" });
  return linked.value;
}
