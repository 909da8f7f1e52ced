import { createTimerQueue } from "./timer-queue.ts";

/** A timer that can be called off. */
export type Timer = { cancel(): void };

/** The time inside the pretend world; nothing in here looks at the wall clock itself. */
export type PretendClock = {
  nowMs(): number;
  after(ms: number, run: () => void): Timer;
  every(ms: number, run: () => void): Timer;
  /**
   * Asks the virtual clock to stand still until `work` has settled: for work that takes wall time (a request over a
   * socket) and no pretend time. Never hold something that itself waits for this clock. The wall clock ignores it.
   */
  hold(work: Promise<unknown>): void;
};

/** What a timer of Node can wait at most: about 25 days. */
const longestTimeoutMs = 2_147_483_647;

/** Runs with the wall clock; `offsetMs` lets a test start on another day. Its timers keep no process alive: sockets do. */
export function wallClock(offsetMs = 0): PretendClock {
  return {
    nowMs: () => Date.now() + offsetMs,
    after: (ms, run) => {
      const timer = setTimeout(run, Math.min(ms, longestTimeoutMs)).unref();
      return { cancel: () => clearTimeout(timer) };
    },
    every: (ms, run) => {
      const timer = setInterval(run, ms).unref();
      return { cancel: () => clearInterval(timer) };
    },
    hold: () => {},
  };
}

/** Stands still until told to advance; timers run in order of their due time, and of their making when due together. */
export type VirtualClock = PretendClock & {
  /** Runs everything that falls due in the next `ms`, letting promises and held work settle between timers. */
  advance(ms: number): Promise<void>;
};

/** A clock for months in minutes: making, cancelling and running a timer cost O(log n). */
export function virtualClock(startMs: number): VirtualClock {
  let now = startMs;
  const queue = createTimerQueue();
  const held = new Set<Promise<unknown>>();

  const settle = async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (held.size > 0) await Promise.race([...held]);
  };

  return {
    nowMs: () => now,
    after: (ms, run) => queue.add(now + Math.max(0, ms), run),
    every: (ms, run) => {
      let entry = queue.add(now + ms, function tick() {
        entry = queue.add(now + ms, tick);
        run();
      });
      return { cancel: () => entry.cancel() };
    },
    hold: (work) => {
      const settled = work.then(
        () => void held.delete(settled),
        () => void held.delete(settled),
      );
      held.add(settled);
    },
    advance: async (ms) => {
      const untilMs = now + ms;
      for (;;) {
        await settle();
        const entry = queue.takeDue(untilMs);
        if (entry === undefined) break;
        now = Math.max(now, entry.atMs);
        entry.run();
      }
      now = untilMs;
      await settle();
    },
  };
}
