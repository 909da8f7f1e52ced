/** A timer that can be called off. */
export type Timer = { cancel(): void };

/** The time inside the pretend world; nothing in here looks at the wall clock itself. */
export type PretendClock = {
  nowMs(): number;
  after(ms: number, run: () => void): Timer;
  every(ms: number, run: () => void): Timer;
};

/** Runs with the wall clock; `offsetMs` lets a test start on another day. */
export function wallClock(offsetMs = 0): PretendClock {
  return {
    nowMs: () => Date.now() + offsetMs,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return { cancel: () => clearInterval(timer) };
    },
  };
}

/** Stands still until told to advance; timers run in order of their due time, and of their making when due together. */
export type VirtualClock = PretendClock & {
  /** Runs everything that falls due in the next `ms`, letting promises settle between timers. */
  advance(ms: number): Promise<void>;
};

/** A clock for months in minutes. */
export function virtualClock(startMs: number): VirtualClock {
  let now = startMs;
  let made = 0;
  const due = new Set<{ atMs: number; order: number; run: () => void }>();

  const add = (atMs: number, run: () => void) => {
    const entry = { atMs, order: made++, run };
    due.add(entry);
    return entry;
  };
  const firstDue = (untilMs: number) => {
    let first: { atMs: number; order: number; run: () => void } | undefined;
    for (const entry of due) {
      if (entry.atMs > untilMs) continue;
      const earlier = first === undefined || entry.atMs < first.atMs;
      if (earlier || (entry.atMs === first?.atMs && entry.order < first.order)) first = entry;
    }
    return first;
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    nowMs: () => now,
    after: (ms, run) => {
      const entry = add(now + ms, run);
      return { cancel: () => void due.delete(entry) };
    },
    every: (ms, run) => {
      let entry = add(now + ms, function tick() {
        entry = add(now + ms, tick);
        run();
      });
      return { cancel: () => void due.delete(entry) };
    },
    advance: async (ms) => {
      const untilMs = now + ms;
      for (;;) {
        await settle();
        const entry = firstDue(untilMs);
        if (entry === undefined) break;
        due.delete(entry);
        now = entry.atMs;
        entry.run();
      }
      now = untilMs;
      await settle();
    },
  };
}
