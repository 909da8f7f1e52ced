import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../ports/clock.ts";

/** Timers cannot wait longer at once. */
const longestWaitMs = 2 ** 31 - 1;

/** This machine's clock. Sleeping keeps the process alive: give a signal to what should end. */
export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    async sleep(ms, signal) {
      // Waits go by the monotonic clock: setting the wall clock does not stretch them.
      for (let leftMs = ms; ; leftMs -= longestWaitMs) {
        const waitMs = Math.max(0, Math.min(leftMs, longestWaitMs));
        try {
          await wait(waitMs, undefined, signal ? { signal } : {});
        } catch (error) {
          throw signal?.aborted ? signal.reason : error;
        }
        if (leftMs <= longestWaitMs) return;
      }
    },
  };
}
