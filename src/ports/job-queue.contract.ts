import { afterEach, describe, expect, test, vi } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { JobId } from "../domain/ids.ts";
import type { Clock } from "./clock.ts";
import type { JobQueue } from "./job-queue.ts";

/** A carrier that goes by a clock of its own is tested with a delay that can be waited for. */
export type CarrierTime = { readonly nowMs: () => number; readonly delaySeconds: number };

/**
 * What every {@link JobQueue} promises. At least once: nothing here minds being called twice for a job. `carrier` says by
 * whose time delays pass; without it, by the clock that `make` is given.
 */
export function jobQueueContract(
  name: string,
  make: (clock: Clock) => Promise<JobQueue> | JobQueue,
  carrier?: CarrierTime,
): void {
  describe(`${name} as a job queue`, () => {
    const clock = fixedClock(Date.UTC(2030, 0, 1));
    let stop = new AbortController();
    let receiving: Promise<void> | undefined;
    const receive = (
      queue: JobQueue,
      handler: (job: JobId, signal: AbortSignal) => Promise<void>,
      atOnce = 2,
    ) => {
      stop = new AbortController();
      receiving = queue.receive(handler, { atOnce, signal: stop.signal });
    };
    const until = (holds: () => void, stepMs = 100) =>
      vi.waitFor(
        () => {
          clock.advance(stepMs);
          holds();
        },
        { timeout: 5_000, interval: 2 },
      );
    afterEach(async () => {
      stop.abort();
      await receiving;
    });

    test("every job that is sent is received, before or after somebody receives", async () => {
      const queue = await make(clock);
      await queue.send(JobId("early"));
      const got = new Set<JobId>();
      receive(queue, async (job) => void got.add(job));
      await until(() => expect(got).toContain("early"));
      for (let n = 0; n < 20; n++) await queue.send(JobId(`job-${n}`));
      await until(() => expect(got.size).toBe(21));
    });

    test("no more are worked on at once than asked for, and that many are", async () => {
      const queue = await make(clock);
      for (let n = 0; n < 10; n++) await queue.send(JobId(`job-${n}`));
      const gate = Promise.withResolvers<void>();
      let atOnce = 0;
      let most = 0;
      const done = new Set<JobId>();
      receive(
        queue,
        async (job) => {
          most = Math.max(most, ++atOnce);
          await gate.promise;
          atOnce--;
          done.add(job);
        },
        3,
      );
      await until(() => expect(atOnce).toBe(3));
      gate.resolve();
      await until(() => expect(done.size).toBe(10));
      expect(most).toBe(3);
    });

    test("a delayed job comes after its delay and not before", async () => {
      const queue = await make(clock);
      const { nowMs, delaySeconds } = carrier ?? { nowMs: clock.nowMs, delaySeconds: 10 };
      const sentAtMs = nowMs();
      await queue.send(JobId("later"), { delaySeconds });
      await queue.send(JobId("now"));
      const gotAtMs = new Map<JobId, number>();
      receive(queue, async (job) => void gotAtMs.set(job, nowMs() - sentAtMs));
      await until(() => expect(gotAtMs.has(JobId("now"))).toBe(true));
      await until(() => expect(gotAtMs.has(JobId("later"))).toBe(true), 500);
      expect(gotAtMs.get(JobId("later"))).toBeGreaterThanOrEqual(delaySeconds * 1000);
    });

    test("a job whose handler failed comes again", async () => {
      const queue = await make(clock);
      await queue.send(JobId("stubborn"));
      let attempts = 0;
      receive(queue, async () => {
        if (++attempts < 3) throw new Error("not yet");
      });
      await until(() => expect(attempts).toBeGreaterThanOrEqual(3), 1_000);
    });

    test("the signal reaches the handler, and receiving ends when the handlers have", async () => {
      const queue = await make(clock);
      await queue.send(JobId("long"));
      const begun = Promise.withResolvers<void>();
      let told = false;
      receive(queue, async (_, signal) => {
        begun.resolve();
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        told = true;
      });
      await begun.promise;
      stop.abort();
      await receiving;
      expect(told).toBe(true);
    });
  });
}
