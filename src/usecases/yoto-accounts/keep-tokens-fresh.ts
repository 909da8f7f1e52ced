import type { YotoAccountTokens } from "../../domain/yoto-account.ts";
import { freshAccessToken, type TokenDeps } from "./fresh-access-token.ts";
import { renewAtMs } from "./token-life.ts";

const lookEveryMs = 60_000;

/**
 * Renews the tokens of all accounts ahead of need until the signal, so that no call ever waits for it and no link dies of
 * disuse. Any number of processes may do this at once.
 */
export async function keepTokensFresh(deps: TokenDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const nextMs = await renewDueTokens(deps, signal).catch((error: unknown) => {
      deps.log.error("yoto-tokens-not-looked-after", { error });
      return lookEveryMs;
    });
    await deps.clock.sleep(nextMs, signal).catch(() => {});
  }
}

/** Renews what is due; answers in how many milliseconds to look again. */
export async function renewDueTokens(deps: TokenDeps, signal: AbortSignal): Promise<number> {
  const accounts = await deps.accounts.list();
  const earliestMs = (tokens: YotoAccountTokens) => renewAtMs(tokens, 1, deps.refreshEveryHours);
  await Promise.all(
    accounts.map(async ({ value: { id, state, refreshing, tokens } }) => {
      if (state.is === "link-again" && refreshing === undefined) return;
      if (tokens !== undefined && refreshing === undefined && deps.clock.nowMs() < earliestMs(tokens)) return;
      try {
        await freshAccessToken(deps, id, { ahead: true, signal });
      } catch (error) {
        // Told where it happened; here it only must not keep the other accounts from their turn.
        deps.log.debug("yoto-token-not-fresh", { account: id, error });
      }
    }),
  );
  const nowMs = deps.clock.nowMs();
  const due = accounts.flatMap(({ value: { tokens } }) => (tokens ? [earliestMs(tokens) - nowMs] : []));
  return Math.max(
    1000,
    Math.min(lookEveryMs * (0.9 + 0.2 * deps.chance.fraction()), ...due.filter((ms) => ms > 0)),
  );
}
