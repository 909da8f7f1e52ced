import type { Clock } from "../../src/ports/clock.ts";
import { type PretendClock, virtualClock } from "../../src/simulator/clock.ts";

/**
 * One time for the pretend world and for us, that moves only when told to. What crosses a socket takes wall time and no
 * pretend time: before the clock goes on, everything that is on its way has arrived.
 */
export function virtualTime(startMs: number) {
  const base = virtualClock(startMs);
  let skewMs = 0;
  let crossings = 0;
  /** Wire work of ours that has begun and not ended. */
  const under = new Set<Promise<unknown>>();

  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  /** Until nothing has crossed a wire for some turns of the event loop, or for at most a real moment. */
  const quiet = async () => {
    const endMs = performance.now() + atMostWallMs;
    for (let still = 0; still < quietTurns && performance.now() < endMs; ) {
      const before = crossings;
      await turn();
      still = crossings === before && under.size === 0 ? still + 1 : 0;
    }
  };
  const settled = (run: () => void) => () => {
    run();
    base.hold(quiet());
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
    /** Something crossed a wire: more may follow. */
    crossed: () => void crossings++,
    /** Wire work of ours: time waits for it, but not when it waits for time. */
    async onWire<Answer>(work: Promise<Answer>): Promise<Answer> {
      const limit = new Promise<void>((resolve) => setTimeout(resolve, atMostWallMs));
      const marked: Promise<unknown> = Promise.race([work.catch(() => {}), limit]).finally(() => {
        under.delete(marked);
        crossings++;
      });
      under.add(marked);
      return work;
    },
    async advance(ms: number): Promise<void> {
      await quiet();
      await base.advance(ms);
      await quiet();
    },
    /** Sets our wall clock, and only ours. */
    jump(ms: number): void {
      skewMs += ms;
    },
  };
}

export type VirtualTime = ReturnType<typeof virtualTime>;

const quietTurns = 6;
const atMostWallMs = 100;
