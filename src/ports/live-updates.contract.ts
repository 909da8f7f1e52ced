import { describe, expect, test } from "vitest";
import { PlayerId } from "../domain/ids.ts";
import type { LiveUpdate, LiveUpdates } from "./live-updates.ts";

/** What every {@link LiveUpdates} promises. */
export function liveUpdatesContract(name: string, make: () => LiveUpdates): void {
  describe(`${name} as live updates`, () => {
    const player = (n: number): LiveUpdate => ({ of: "player", playerId: PlayerId(`y2-${n}`) });

    test("a reader gets what is published after it came, in order", async () => {
      const updates = make();
      const stop = new AbortController();
      updates.publish(player(0));
      const reader = updates.subscribe(stop.signal)[Symbol.asyncIterator]();
      updates.publish(player(1));
      updates.publish(player(2));
      expect(await reader.next()).toEqual({ done: false, value: player(1) });
      expect(await reader.next()).toEqual({ done: false, value: player(2) });
      const next = reader.next();
      updates.publish(player(3));
      expect(await next).toEqual({ done: false, value: player(3) });
      stop.abort();
    });

    test("every reader gets every update", async () => {
      const updates = make();
      const stop = new AbortController();
      const readers = [1, 2, 3].map(() => updates.subscribe(stop.signal)[Symbol.asyncIterator]());
      updates.publish({ of: "settings" });
      for (const reader of readers) expect((await reader.next()).value).toEqual({ of: "settings" });
      stop.abort();
    });

    test("the signal ends reading, also for one who waits and one who comes later", async () => {
      const updates = make();
      const stop = new AbortController();
      const reader = updates.subscribe(stop.signal)[Symbol.asyncIterator]();
      const next = reader.next();
      stop.abort();
      expect(await next).toMatchObject({ done: true });
      expect(await updates.subscribe(stop.signal)[Symbol.asyncIterator]().next()).toMatchObject({
        done: true,
      });
      updates.publish(player(1));
    });

    test("a reader may leave by itself", async () => {
      const updates = make();
      const seen: LiveUpdate[] = [];
      const reading = (async () => {
        for await (const update of updates.subscribe(new AbortController().signal)) {
          seen.push(update);
          if (seen.length === 2) break;
        }
      })();
      for (let n = 0; n < 5; n++) updates.publish(player(n));
      await reading;
      expect(seen).toEqual([player(0), player(1)]);
    });

    test("a slow reader loses the oldest and keeps the newest", async () => {
      const updates = make();
      const stop = new AbortController();
      const reader = updates.subscribe(stop.signal)[Symbol.asyncIterator]();
      for (let n = 0; n < 100_000; n++) updates.publish(player(n));
      const first = (await reader.next()).value;
      expect(first).not.toEqual(player(0));
      let last: unknown = first;
      while (JSON.stringify(last) !== JSON.stringify(player(99_999))) last = (await reader.next()).value;
      stop.abort();
    });
  });
}
