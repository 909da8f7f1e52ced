import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

const againAfterMs = { first: 1_000, most: 60_000 } as const;

/**
 * Runs work that lasts until the signal, and restarts it when it fails: a store that is away for a moment must not end it for
 * the rest of the process's life. Resolves when the work does; never rejects.
 */
export async function restartOnFailure(
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
