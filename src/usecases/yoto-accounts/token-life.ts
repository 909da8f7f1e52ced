import type { RefreshTrouble, YotoAccountTokens } from "../../domain/yoto-account.ts";

/** A token this close to its end is not handed out any more: what it is needed for takes a moment. */
const marginMs = 60_000;
const hourMs = 3_600_000;

/** How long a refresher may be silent before it counts as dead. It prolongs this while Yoto takes its time. */
export const refreshLeaseMs = 30_000;

/** When tokens are renewed although they still work: with a quarter of their life left, and at least so often. */
export const refreshEveryHours = 12;

/** Whether an access token will serve. Short-lived tokens (seconds, in trials) keep a tenth of their life as margin. */
export function isUsable(tokens: YotoAccountTokens, nowMs: number, refusedToken?: string): boolean {
  const lifeMs = tokens.expiresAtMs - tokens.refreshedAtMs;
  return tokens.accessToken !== refusedToken && tokens.expiresAtMs - nowMs > Math.min(marginMs, lifeMs / 10);
}

/**
 * When to renew tokens ahead of need. `fraction` (0–1) spreads accounts and processes over the last tenth before.
 * Times in milliseconds since 1970.
 */
export function renewAtMs(
  tokens: YotoAccountTokens,
  fraction: number,
  everyHours = refreshEveryHours,
): number {
  const lifeMs = tokens.expiresAtMs - tokens.refreshedAtMs;
  return tokens.refreshedAtMs + Math.min(0.75 * lifeMs, everyHours * hourMs) * (1 - 0.1 * fraction);
}

/** The next step after a refresh that gave nothing: a second, doubling to a minute, or what Yoto asked for. */
export function troubleAfter(
  before: RefreshTrouble | undefined,
  failed: {
    readonly nowMs: number;
    readonly fraction: number;
    readonly maybeSpent: boolean;
    readonly askedMs?: number;
  },
): RefreshTrouble {
  const times = (before?.times ?? 0) + 1;
  const waitMs = Math.min(60_000, 1000 * 2 ** Math.min(times - 1, 6)) * (0.5 + 0.5 * failed.fraction);
  return {
    times,
    retryAtMs: failed.nowMs + Math.max(waitMs, failed.askedMs ?? 0),
    failedAtMs: failed.nowMs,
    maybeSpent: failed.maybeSpent || (before?.maybeSpent ?? false),
  };
}

/** How long to wait until the next attempt, 0 when it is due. A clock that was set back since does not put it off. */
export function retryInMs({ retryAtMs, failedAtMs }: RefreshTrouble, nowMs: number): number {
  return nowMs < failedAtMs ? 0 : Math.max(0, retryAtMs - nowMs);
}
