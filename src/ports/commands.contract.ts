import { afterEach, describe, expect, test, vi } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { CommandId, PlayerId } from "../domain/ids.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { Clock } from "./clock.ts";
import type { Commands } from "./commands.ts";

/** What every {@link Commands} promises. At least once: nothing here minds a second delivery of the same order. */
export function commandsContract(name: string, make: (clock: Clock) => Promise<Commands> | Commands): void {
  describe(`${name} as commands`, () => {
    const clock = fixedClock(Date.UTC(2030, 0, 1));
    let orders = 0;
    const anOrder = (player: string, more: Partial<PlayerOrder> = {}): PlayerOrder => ({
      id: CommandId(`order-${++orders}`),
      playerId: PlayerId(player),
      command: { do: "pause" },
      orderedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 30_000,
      orderedBy: "anna",
      ...more,
    });
    let stop = new AbortController();
    let receiving: Promise<void> | undefined;
    const receive = (commands: Commands, handler: (order: PlayerOrder) => Promise<void> | void) => {
      stop = new AbortController();
      receiving = commands.receive(async (order) => handler(order), stop.signal);
    };
    /** Lets time go by until it has come true: a carrier may wait before it delivers again. */
    const until = (holds: () => void) =>
      vi.waitFor(
        () => {
          clock.advance(100);
          holds();
        },
        { timeout: 5_000, interval: 2 },
      );
    afterEach(async () => {
      stop.abort();
      await receiving;
    });

    test("what is sent is received whole, whether the receiver was there before or comes later", async () => {
      const commands = await make(clock);
      const before = anOrder("a", { command: { do: "set-volume", percent: 30 } });
      await commands.send(before);
      const received: PlayerOrder[] = [];
      receive(commands, (order) => void received.push(order));
      await until(() => expect(received).toContainEqual(before));
      const after = anOrder("a");
      await commands.send(after);
      await until(() => expect(received).toContainEqual(after));
    });

    test("orders of one player come in order, one after the other", async () => {
      const commands = await make(clock);
      const sent = Array.from({ length: 20 }, () => anOrder("a", { expiresAtMs: clock.nowMs() + 3_600_000 }));
      for (const order of sent) await commands.send(order);
      const begun: CommandId[] = [];
      let atOnce = 0;
      let mostAtOnce = 0;
      receive(commands, async (order) => {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        begun.push(order.id);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce--;
      });
      await until(() => expect(new Set(begun).size).toBe(20));
      expect([...new Set(begun)]).toEqual(sent.map(({ id }) => id));
      expect(mostAtOnce).toBe(1);
    });

    test("a player that keeps its handler waiting does not hold up another", async () => {
      const commands = await make(clock);
      const slow = Promise.withResolvers<void>();
      const done: string[] = [];
      receive(commands, async (order) => {
        if (order.playerId === "slow") await slow.promise;
        done.push(order.playerId);
      });
      await commands.send(anOrder("slow"));
      await commands.send(anOrder("quick"));
      await until(() => expect(done).toEqual(["quick"]));
      slow.resolve();
      await until(() => expect(done).toEqual(["quick", "slow"]));
    });

    test("an order whose handler failed comes again, and those behind it are not lost", async () => {
      const commands = await make(clock);
      const first = anOrder("a", { expiresAtMs: clock.nowMs() + 3_600_000 });
      const second = anOrder("a", { expiresAtMs: clock.nowMs() + 3_600_000 });
      await commands.send(first);
      await commands.send(second);
      const attempts: CommandId[] = [];
      receive(commands, async (order) => {
        attempts.push(order.id);
        if (attempts.length === 1) throw new Error("the player's connection is gone");
      });
      await until(() => expect(attempts).toEqual(expect.arrayContaining([first.id, second.id])));
      expect(attempts.filter((id) => id === first.id).length).toBeGreaterThan(1);
    });

    test("an order that has expired is dropped, also when it expired while its handler kept failing", async () => {
      const commands = await make(clock);
      const late = anOrder("a");
      await commands.send(late);
      clock.advance(30_000);
      const good = anOrder("a");
      await commands.send(good);
      const received: CommandId[] = [];
      let expired = false;
      receive(commands, async (order) => {
        received.push(order.id);
        if (order.id === good.id && !expired) throw new Error("no connection");
      });
      await until(() => expect(received).toContain(good.id));
      clock.advance(60_000);
      expired = true;
      const count = received.length;
      // A carrier with a clock of its own may take its time; this one is good for longer than that.
      const last = anOrder("a", { expiresAtMs: clock.nowMs() + 3_600_000 });
      await commands.send(last);
      await until(() => expect(received).toContain(last.id));
      expect(received).not.toContain(late.id);
      expect(received.slice(count).filter((id) => id === good.id)).toEqual([]);
    });

    test("after the signal nothing more is begun, and what was begun is finished", async () => {
      const commands = await make(clock);
      const working = Promise.withResolvers<void>();
      const done: CommandId[] = [];
      receive(commands, async (order) => {
        await working.promise;
        done.push(order.id);
      });
      const first = anOrder("a");
      await commands.send(first);
      await commands.send(anOrder("a"));
      await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      let ended = false;
      const ending = receiving?.then(() => {
        ended = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      if (done.length === 0 && !ended) working.resolve();
      await ending;
      expect(done).toEqual([first.id]);
    });
  });
}
