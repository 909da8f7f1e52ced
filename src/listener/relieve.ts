import type { YotoAccountId } from "../domain/ids.ts";
import { freshAccessToken } from "../usecases/yoto-accounts/fresh-access-token.ts";
import { renewAtMs } from "../usecases/yoto-accounts/token-life.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { AccountLink } from "./account-link.ts";

/** Fulfils with the new connection, over which everything is heard by then; never when the old one ends before. */
export type Relief = { readonly promise: Promise<AccountLink>; callOff(): void };

const retryAfterMs = 30_000;

/** Makes a new connection beside the old one, shortly before the old one's token ends: nobody misses a word. */
export function relieve(
  deps: AccountDeps,
  old: AccountLink,
  account: {
    readonly accountId: YotoAccountId;
    /** With the token of the moment. */
    readonly open: () => Promise<AccountLink>;
    readonly isOpen: (link: AccountLink) => boolean;
    readonly current: () => AccountLink | undefined;
    readonly setCurrent: (link: AccountLink) => void;
    /** Subscribes and asks. */
    readonly onOpen: (link: AccountLink) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Relief {
  const { agenda, chance, clock, log } = deps;
  const { accountId, current, setCurrent, isOpen, signal } = account;
  const { promise, resolve } = Promise.withResolvers<AccountLink>();
  let callOff = () => {};
  let retryMs = retryAfterMs;
  const plan = (ms: number) => {
    callOff = agenda.after(ms, attempt);
  };
  const planByToken = async () => {
    const tokens = (await deps.accounts.get(accountId))?.value.tokens;
    if (tokens === undefined || tokens.accessToken !== old.accessToken) return plan(retryMs);
    const lifeMs = tokens.expiresAtMs - tokens.refreshedAtMs;
    retryMs = Math.min(retryAfterMs, lifeMs / 20);
    // Late enough for the token to be due whatever chance says, early enough for several attempts.
    const dueMs = renewAtMs(tokens, 0, deps.refreshEveryHours) + chance.fraction() * 0.05 * lifeMs;
    plan(Math.max(1000, dueMs - clock.nowMs()));
  };
  const attempt = async () => {
    if (current() !== old || signal.aborted) return;
    let link: AccountLink | undefined;
    try {
      const token = await freshAccessToken(deps, accountId, { ahead: true, signal });
      if (token === old.accessToken) return plan(retryMs);
      link = await account.open();
      if (current() !== old) return await link.close();
      setCurrent(link);
      await account.onOpen(link);
      // The old one ended meanwhile, and everything is begun anew.
      if (current() !== link) return await link.close();
      if (isOpen(link)) return resolve(link);
      if (isOpen(old)) {
        setCurrent(old);
        await account.onOpen(old);
      }
    } catch (error) {
      log.info("yoto-link-not-relieved", { account: accountId, error });
      if (link !== undefined && current() === link && isOpen(old)) setCurrent(old);
      await link?.close().catch(() => {});
    }
    plan(retryMs);
  };
  void planByToken().catch(() => plan(retryMs));
  return { promise, callOff: () => callOff() };
}
