import type { Clock } from "../../ports/clock.ts";

/** Counts failed tries per key and tells how long to wait. In this process's memory: a restart forgives. */
export type Tries = {
  /** Milliseconds until the next try of any of these keys may be made; 0: now. */
  waitMs(keys: readonly string[]): number;
  failed(keys: readonly string[]): void;
  succeeded(keys: readonly string[]): void;
};

const freeTries = 5;
const longestWaitMs = 15 * 60_000;
const forgottenAfterMs = 60 * 60_000;
const mostKeys = 10_000;

/** Five tries are free; each further one doubles the wait, from two seconds to a quarter of an hour. */
export function createTries(clock: Clock): Tries {
  const seen = new Map<string, { failures: number; untilMs: number; lastMs: number }>();
  return {
    waitMs: (keys) =>
      Math.max(0, ...keys.map((key) => (seen.get(key)?.untilMs ?? 0) - clock.nowMs())),
    failed: (keys) => {
      const now = clock.nowMs();
      for (const key of keys) {
        const before = seen.get(key);
        const failures = before !== undefined && now - before.lastMs < forgottenAfterMs ? before.failures + 1 : 1;
        const waitMs = failures < freeTries ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (failures - freeTries + 1));
        seen.delete(key); // keeps the map in order of use, so that the oldest goes first
        seen.set(key, { failures, untilMs: now + waitMs, lastMs: now });
      }
      for (const key of seen.keys()) {
        if (seen.size <= mostKeys) break;
        seen.delete(key);
      }
    },
    succeeded: (keys) => {
      for (const key of keys) seen.delete(key);
    },
  };
}
