import type { AccountHealth } from "../domain/listener-health.ts";
import { missingScopes } from "../domain/yoto-scopes.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";
import { backOffMs } from "./back-off.ts";

/** What is done next about a connection that is not there, and how it is told. */
export type ConnectionPlan = {
  readonly waitMs: number;
  readonly doing: string;
  readonly linked: AccountHealth["linked"];
};

/** A connection that lived shorter did not really work. */
export const shortLifeMs = 15_000;
const kickedTimes = 3;
const linkAgainLookMs = 300_000;

/** Without the right to listen the broker lets nobody in: nobody knocks. Scopes that nobody told are no reason. */
export function refuseWithoutRight(scopes: readonly string[]): void {
  const needed = "family:devices:control";
  if (scopes.length === 0 || missingScopes(scopes).every(({ scope }) => scope !== needed)) return;
  throw new YotoTrouble(
    "scope-missing",
    `Live updates and steering are off: the link to Yoto does not allow them (${needed}). Link the family again and allow it`,
    { missingScope: needed },
  );
}

/** After a connection could not be made for the `failures`-th time in a row. */
export function planAfterFailure(error: unknown, failures: number, fraction: number): ConnectionPlan {
  const waitMs = backOffMs(failures, fraction);
  if (!(error instanceof YotoTrouble))
    return planned(waitMs, "Something went wrong here while connecting (the log says what)");
  switch (error.kind) {
    case "link-again":
      return { waitMs: linkAgainLookMs, doing: error.message, linked: "link-again" };
    case "unauthorized":
      return planned(waitMs, "Yoto did not accept our sign-in; it is checked and renewed if need be");
    case "scope-missing":
      return { waitMs: linkAgainLookMs, doing: error.message, linked: "linked" };
    case "rejected":
    case "not-found":
      return planned(linkAgainLookMs, error.message);
    case "rate-limited":
      return planned(saidOr(waitMs, error), "Yoto asked us to wait");
    case "unavailable":
      return planned(saidOr(waitMs, error), "Yoto cannot be reached");
  }
}

/**
 * After a connection was lost that had lived for `livedMs`, the `shortLives`-th in a row that the broker closed right after
 * it opened. A loop of kicks (somebody else under our name, or a limit of Yoto's) is not won by hurrying.
 */
export function planAfterLoss(
  lost: { readonly livedMs: number; readonly failures: number; readonly shortLives: number },
  fraction: number,
): ConnectionPlan {
  if (lost.shortLives >= kickedTimes)
    return planned(
      60_000 * (0.75 + 0.5 * fraction),
      "Yoto closes each connection right after it opens; slowly, under a new name",
    );
  if (lost.livedMs < shortLifeMs)
    return planned(backOffMs(lost.failures, fraction), "The connection did not last");
  return planned(500 * fraction, "The connection was lost");
}

/** Who knows when it is worth another try (the sign-in keeps a pace of its own) is believed: no two waits add up. */
function saidOr(waitMs: number, { retryAfterMs }: YotoTrouble): number {
  return retryAfterMs === undefined ? waitMs : Math.max(1_000, Math.ceil(retryAfterMs) + 50);
}

function planned(waitMs: number, what: string): ConnectionPlan {
  const seconds = Math.max(1, Math.round(waitMs / 1000));
  return { waitMs, doing: `${what.replace(/\.$/, "")}; next attempt in ${seconds} s`, linked: "linked" };
}
