import type { Clock } from "../../src/ports/clock.ts";
import { type PretendClock, virtualClock } from "../../src/simulator/clock.ts";
import { watchTraffic } from "./traffic.ts";

/**
 * One time for the pretend world and for us, that moves only when told to. What crosses a socket takes wall time and no
 * pretend time: before the clock goes on, everything that is on its way has arrived.
 */
export function virtualTime(startMs: number) {
  const base = virtualClock(startMs);
  let skewMs = 0;
  const traffic = watchTraffic();
  const settled = (run: () => void) => () => {
    run();
    base.hold(traffic.settled());
  };

  const pretend: PretendClock = {
    nowMs: base.nowMs,
    after: (ms, run) => base.after(ms, settled(run)),
    every: (ms, run) => base.every(ms, settled(run)),
    hold: base.hold,
  };
  const clock: Clock = {
    nowMs: () => Math.floor(base.nowMs()) + skewMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => {
          timer.cancel();
          reject(signal?.reason);
        };
        const timer = pretend.after(ms, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
  };

  return {
    pretend,
    clock,
    async advance(ms: number): Promise<void> {
      await traffic.settled();
      await base.advance(ms);
      await traffic.settled();
    },
    /** Sets our wall clock, and only ours. */
    jump(ms: number): void {
      skewMs += ms;
    },
  };
}

export type VirtualTime = ReturnType<typeof virtualTime>;
