import { describe, expect, test } from "vitest";
import type { Clock } from "./clock.ts";

/** What every {@link Clock} promises; `pass` lets time go by on it. */
export function clockContract(
  name: string,
  make: () => { readonly clock: Clock; pass(ms: number): Promise<void> | void },
): void {
  describe(`${name} as a clock`, () => {
    const { clock, pass } = make();

    test("shows milliseconds of this age, and does not go back", async () => {
      const beforeMs = clock.nowMs();
      expect(beforeMs).toBeGreaterThan(Date.UTC(2020, 0, 1));
      await pass(5);
      expect(clock.nowMs()).toBeGreaterThanOrEqual(beforeMs);
    });

    test("sleepers wake in the order of their times", async () => {
      const woken: number[] = [];
      const sleeping = [30, 5, 15].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
      await pass(40);
      await Promise.all(sleeping);
      expect(woken).toEqual([5, 15, 30]);
    });

    test("sleeping no time or less ends", async () => {
      const sleeping = Promise.all([clock.sleep(0), clock.sleep(-5)]);
      await pass(1);
      await sleeping;
    });

    test("a signal wakes with its own reason, whether it comes before or during the sleep", async () => {
      const reason = new Error("we are stopping");
      await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
      const stop = new AbortController();
      const sleeping = clock.sleep(60_000, stop.signal);
      stop.abort(reason);
      await expect(sleeping).rejects.toBe(reason);
    });
  });
}
