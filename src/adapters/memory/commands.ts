import type { PlayerId } from "../../domain/ids.ts";
import type { PlayerOrder } from "../../domain/players/command.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Commands } from "../../ports/commands.ts";

/** An order whose handler failed is offered again this much later, while it is good. */
const againAfterMs = 500;

/** Orders within one process: they die with it, and nobody wants a pause from before the restart. */
export function createInProcessCommands(clock: Clock): Commands {
  const waiting = new Map<PlayerId, PlayerOrder[]>();
  const busy = new Set<PlayerId>();
  let wake = Promise.withResolvers<void>();

  const changed = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };

  /** The next order of a player with whom nobody is busy; what has expired is dropped on the way. */
  const next = (): PlayerOrder | undefined => {
    for (const [playerId, orders] of waiting) {
      if (busy.has(playerId)) continue;
      while (orders[0] !== undefined && orders[0].expiresAtMs <= clock.nowMs()) orders.shift();
      if (orders[0] !== undefined) return orders[0];
      waiting.delete(playerId);
    }
    return undefined;
  };

  const deliver = async (
    order: PlayerOrder,
    handler: (order: PlayerOrder) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> => {
    const { playerId } = order;
    busy.add(playerId);
    try {
      await handler(order);
      waiting.get(playerId)?.shift();
    } catch {
      // The handler has told why; here it only means: not delivered, offer it again.
      await clock.sleep(againAfterMs, signal).catch(() => {});
    } finally {
      busy.delete(playerId);
      changed();
    }
  };

  return {
    async send(order) {
      const orders = waiting.get(order.playerId) ?? [];
      orders.push(order);
      waiting.set(order.playerId, orders);
      changed();
    },
    async receive(handler, signal) {
      const running = new Set<Promise<void>>();
      signal.addEventListener("abort", changed, { once: true });
      while (!signal.aborted) {
        const order = next();
        if (order === undefined) {
          await wake.promise;
          continue;
        }
        const delivery = deliver(order, handler, signal).finally(() => running.delete(delivery));
        running.add(delivery);
      }
      signal.removeEventListener("abort", changed);
      await Promise.all(running);
    },
  };
}
