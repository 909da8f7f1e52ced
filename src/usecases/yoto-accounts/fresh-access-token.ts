import type { YotoAccountId } from "../../domain/ids.ts";
import type { YotoAccount } from "../../domain/yoto-account.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { Versioned } from "../../stores/records.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { isUsable, refreshLeaseMs, renewAtMs, retryInMs } from "./token-life.ts";

/** What looking after tokens needs. */
export type TokenDeps = {
  readonly accounts: YotoAccounts;
  readonly signIn: Pick<YotoSignIn, "refresh">;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Tokens are renewed at least so often although they still work. Default 12. */
  readonly refreshEveryHours?: number;
  /** Tells screens at once when a person must link again. */
  readonly liveUpdates?: Pick<LiveUpdates, "publish">;
};

/** How a token is wanted. */
export type TokenWanted = {
  /** Yoto refused this one: any other that is stored will do, else it is refreshed. */
  readonly refusedToken?: string;
  /** Renew now if the time for it has come, although the stored token still works. */
  readonly ahead?: boolean;
  readonly signal?: AbortSignal;
};

/** A token that is no good within a minute of its birth is not cured by another. */
const newMs = 60_000;
/** Clocks of two processes differ; a refresher gets this much longer before it counts as dead. */
const clockSkewMs = 5_000;
const lostRefresh =
  "The program stopped while it renewed the sign-in, and Yoto's answer was lost (spent-unknown)";

/**
 * An access token that works for a while yet. Refresh tokens are single use, so one caller at a time, across processes,
 * renews it under a lease in the account's record; the others wait and read again. Throws `YotoTrouble`: `link-again` when
 * a person must sign in, `unavailable` when Yoto could not be asked, `unauthorized` when a brand-new token is refused.
 */
export async function freshAccessToken(
  deps: TokenDeps,
  id: YotoAccountId,
  wanted: TokenWanted = {},
): Promise<string> {
  /** How long we have waited for one refresher that gave no sign of life. */
  let waited: { readonly lease: string; ms: number } | undefined;
  for (let round = 0; ; round++) {
    const found = await deps.accounts.get(id);
    if (found === undefined)
      throw new YotoTrouble("link-again", "This Yoto account is not linked; link it in the settings");
    const lease = JSON.stringify(found.value.refreshing ?? {});
    if (waited?.lease !== lease) waited = { lease, ms: 0 };
    const next = nextStep(deps, found.value, wanted, waited.ms);
    switch (next.step) {
      case "use":
        return next.token;
      case "give-up":
        throw next.trouble;
      case "tell-lost-refresh":
        await tellLostRefresh(deps, found);
        break;
      case "wait": {
        const waitMs = Math.min(1000, 50 * 2 ** round) * (0.5 + deps.chance.fraction());
        await deps.clock.sleep(waitMs, wanted.signal);
        waited.ms += waitMs;
        break;
      }
      case "refresh": {
        const trouble = await refresh(deps, found, next.refreshToken);
        if (trouble !== undefined && !next.canWait) throw trouble;
        break;
      }
    }
  }
}

type Next =
  | { readonly step: "use"; readonly token: string }
  | { readonly step: "refresh"; readonly refreshToken: string; readonly canWait: boolean }
  | { readonly step: "wait" }
  | { readonly step: "tell-lost-refresh" }
  | { readonly step: "give-up"; readonly trouble: YotoTrouble };

function nextStep(
  deps: TokenDeps,
  account: YotoAccount,
  { refusedToken, ahead }: TokenWanted,
  waitedMs: number,
): Next {
  const nowMs = deps.clock.nowMs();
  const { tokens, state, refreshing, refreshTrouble } = account;
  const usable = tokens !== undefined && isUsable(tokens, nowMs, refusedToken);
  const due =
    tokens !== undefined && nowMs >= renewAtMs(tokens, deps.chance.fraction(), deps.refreshEveryHours);
  const orUse = (otherwise: Next): Next => (usable ? { step: "use", token: tokens.accessToken } : otherwise);
  const giveUp = (trouble: YotoTrouble): Next => ({ step: "give-up", trouble });

  if (usable && !(ahead && due)) return { step: "use", token: tokens.accessToken };
  // A clock that was set back puts the end of a dead one's lease off for as long: who has waited for all of it has waited enough.
  const mayLive = refreshing !== undefined && nowMs < refreshing.untilMs + clockSkewMs;
  if (mayLive && waitedMs <= refreshLeaseMs + clockSkewMs) return orUse({ step: "wait" });
  if (refreshing !== undefined && state.is === "linked") return { step: "tell-lost-refresh" };
  if (state.is === "link-again" || tokens?.refreshToken === undefined)
    return orUse(giveUp(linkAgain(state.is === "link-again" ? state.why : undefined)));
  const waitMs = refreshTrouble === undefined ? 0 : retryInMs(refreshTrouble, nowMs);
  if (waitMs > 0 || (usable && refreshTrouble?.maybeSpent)) return orUse(giveUp(notYet(waitMs)));
  const ageMs = nowMs - tokens.refreshedAtMs;
  const isNew = ageMs >= 0 && ageMs < newMs;
  // Yoto gave the next refresh token and nothing else; asking on and on would not help.
  if (tokens.accessToken === "" && isNew) return giveUp(notYet(newMs - ageMs));
  if (tokens.accessToken === refusedToken && isNew)
    return giveUp(
      new YotoTrouble("unauthorized", "Yoto refuses a token it has just given us; try again later"),
    );
  return { step: "refresh", refreshToken: tokens.refreshToken, canWait: usable };
}

/** A lost race is no trouble: the caller reads again and waits for the winner. */
async function refresh(
  deps: TokenDeps,
  found: Versioned<YotoAccount>,
  refreshToken: string,
): Promise<YotoTrouble | undefined> {
  // Twice a day, and never before it: what a start does not need, it does not read.
  const { spendRefreshToken } = await import("./spend-refresh-token.ts");
  const owner = deps.chance.id();
  const begun = await deps.accounts.beginRefresh(found.value.id, {
    ifVersion: found.version,
    owner,
    forMs: refreshLeaseMs,
  });
  return begun.ok ? spendRefreshToken(deps, { id: found.value.id, owner, refreshToken }) : undefined;
}

async function tellLostRefresh(deps: TokenDeps, found: Versioned<YotoAccount>): Promise<void> {
  const told = await deps.accounts.needsLinkAgain(found.value.id, {
    ifVersion: found.version,
    why: lostRefresh,
  });
  if (!told.ok) return;
  deps.log.warn("yoto-link-again", { account: found.value.id, why: "spent-unknown" });
  deps.liveUpdates?.publish({ of: "yoto-accounts" });
}

function linkAgain(why = "Yoto gave no lasting sign-in"): YotoTrouble {
  return new YotoTrouble("link-again", `${why}; link the Yoto account again in the settings`);
}

function notYet(ms: number): YotoTrouble {
  return new YotoTrouble(
    "unavailable",
    "Yoto's sign-in service cannot be reached; we try again by ourselves",
    {
      retryAfterMs: ms,
    },
  );
}
