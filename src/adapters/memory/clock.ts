import type { Clock } from "../../ports/clock.ts";

/** A clock that stands still until it is told otherwise. */
export type FixedClock = Clock & {
  /** Moves on and wakes, in order, everyone whose time has come. */
  advance(ms: number): void;
  /** Moves on from sleeper to sleeper and lets each of them work (and sleep again) before the next wakes. */
  run(ms: number): Promise<void>;
  /** How many are asleep; tests wait for somebody to fall asleep before they advance. */
  sleepers(): number;
};

type Sleeper = { readonly dueMs: number; wake(): void };

/** A {@link FixedClock} that shows `startMs`. */
export function fixedClock(startMs: number): FixedClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();

  const next = (untilMs: number): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const each of sleepers)
      if (each.dueMs <= untilMs && each.dueMs < (first?.dueMs ?? Number.POSITIVE_INFINITY)) first = each;
    return first;
  };
  const wake = (sleeper: Sleeper): void => {
    nowMs = Math.max(nowMs, sleeper.dueMs);
    sleeper.wake();
  };

  return {
    nowMs: () => nowMs,
    sleepers: () => sleepers.size,
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let due = next(untilMs); due; due = next(untilMs)) wake(due);
      nowMs = untilMs;
    },
    async run(ms) {
      const untilMs = nowMs + ms;
      await othersWork();
      for (let due = next(untilMs); due; due = next(untilMs)) {
        wake(due);
        await othersWork();
      }
      nowMs = untilMs;
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stop = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueMs: nowMs + Math.max(0, ms),
        wake() {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", stop, { once: true });
      return promise;
    },
  };
}

/** Lets everything that is ready run: promises first, then what waits for the event loop. */
function othersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
