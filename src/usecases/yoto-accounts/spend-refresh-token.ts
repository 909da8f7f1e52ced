import type { YotoAccountId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RefreshedTokens } from "../../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { TokenDeps } from "./fresh-access-token.ts";
import { refreshLeaseMs, troubleAfter } from "./token-life.ts";

/** For so long we try to store tokens that exist nowhere else. */
const persistTries = 60;

type Spending = { readonly id: YotoAccountId; readonly owner: string; readonly refreshToken: string };

/**
 * Asks Yoto for new tokens and stores them before anybody uses them. The caller has written its intent (`beginRefresh`)
 * before, so that a crash in here is seen by the next one and the token is never sent a second time by mistake. Answers what
 * kept Yoto from giving new ones; `link-again` is not answered but stands in the account then.
 */
export async function spendRefreshToken(
  deps: TokenDeps,
  spending: Spending,
): Promise<YotoTrouble | undefined> {
  const done = new AbortController();
  const prolonging = keepProlonging(deps, spending, done.signal);
  const answer = await deps.signIn.refresh(spending.refreshToken).then(
    (tokens) => ({ tokens }),
    (error: unknown) => ({ error }),
  );
  done.abort();
  await prolonging;
  if ("error" in answer) return tellFailure(deps, spending, answer.error);
  await store(deps, spending, answer.tokens);
  return undefined;
}

async function keepProlonging(deps: TokenDeps, { id, owner }: Spending, signal: AbortSignal): Promise<void> {
  while (await slept(deps.clock, refreshLeaseMs / 3, signal)) {
    const found = await deps.accounts.get(id).catch(() => undefined);
    if (found?.value.refreshing?.owner !== owner) continue;
    // A lost race here means that somebody renamed the account or the like; the next round prolongs.
    await deps.accounts
      .beginRefresh(id, { ifVersion: found.version, owner, forMs: refreshLeaseMs })
      .catch((error: unknown) => deps.log.warn("yoto-token-lease-not-prolonged", { account: id, error }));
  }
}

function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => !signal.aborted,
    () => false,
  );
}

/** These tokens exist nowhere else: a store that is away for a while must not cost the family its link. */
async function store(deps: TokenDeps, spending: Spending, given: RefreshedTokens): Promise<void> {
  const tokens = {
    accessToken: given.accessToken,
    expiresAtMs: given.expiresAtMs,
    refreshToken: given.refreshToken ?? spending.refreshToken,
    refreshedAtMs: deps.clock.nowMs(),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const found = await deps.accounts.get(spending.id);
      // Unlinked, or linked anew by a person meanwhile: what stands there is newer than ours.
      if (found === undefined || !isOurs(found.value, spending)) return;
      const { version: ifVersion } = found;
      const ended = await deps.accounts.endRefresh(spending.id, {
        ifVersion,
        tokens,
        ...omitUndefined({ scopes: given.scopes }),
      });
      if (ended.ok) return deps.log.info("yoto-token-renewed", { account: spending.id });
    } catch (error) {
      if (attempt >= persistTries) throw error;
      deps.log.error("yoto-token-not-stored", { account: spending.id, attempt, error });
      await deps.clock.sleep(Math.min(5000, 100 * 2 ** attempt));
    }
  }
}

/** Also when somebody took us for dead meanwhile: as long as the token we spent stands there, ours is its successor. */
function isOurs(account: { tokens?: { refreshToken?: string } }, { refreshToken }: Spending): boolean {
  return account.tokens?.refreshToken === refreshToken;
}

async function tellFailure(
  deps: TokenDeps,
  { id, refreshToken, owner }: Spending,
  error: unknown,
): Promise<YotoTrouble | undefined> {
  for (;;) {
    const found = await deps.accounts.get(id);
    // Somebody stored other tokens while we asked: they count, not our refusal.
    if (found === undefined || !isOurs(found.value, { id, refreshToken, owner })) return undefined;
    if (error instanceof YotoTrouble && error.kind === "link-again") {
      const why = "Yoto has ended the sign-in";
      const told = await deps.accounts.needsLinkAgain(id, { ifVersion: found.version, why });
      if (!told.ok) continue;
      deps.log.warn("yoto-link-again", { account: id, why: error.detail ?? error.message });
      deps.liveUpdates?.publish({ of: "yoto-accounts" });
      return undefined;
    }
    const nowMs = deps.clock.nowMs();
    const trouble = troubleAfter(found.value.refreshTrouble, {
      nowMs,
      fraction: deps.chance.fraction(),
      maybeSpent: !(error instanceof YotoTrouble) || error.answerLost,
      ...(error instanceof YotoTrouble &&
        error.retryAfterMs !== undefined && { askedMs: error.retryAfterMs }),
    });
    const told = await deps.accounts.abandonRefresh(id, found.version, trouble);
    if (!told.ok) continue;
    deps.log.warn("yoto-token-not-renewed", { account: id, times: trouble.times, error });
    if (!(error instanceof YotoTrouble)) throw error;
    // Whoever waits should come back when the next attempt is due, neither before nor long after.
    return new YotoTrouble(error.kind, error.message, { ...error, retryAfterMs: trouble.retryAtMs - nowMs });
  }
}
