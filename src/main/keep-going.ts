import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

const againAfterMs = { first: 1_000, most: 60_000 } as const;

/**
 * Does work that goes on until the signal, and begins it again when it breaks: a store that was away in a bad moment must not
 * end it for as long as the process lives. Fulfils when the work does. Never rejects.
 */
export async function keepGoing(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  what: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let waitMs: number = againAfterMs.first; ; waitMs = Math.min(againAfterMs.most, waitMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return;
      log.error("background-work-broke", { what, againInMs: waitMs, error });
      await clock.sleep(waitMs, signal).catch(() => {});
      if (signal.aborted) return;
    }
  }
}
