import type { PlayerId } from "../../domain/ids.ts";
import { CommandId } from "../../domain/ids.ts";
import type { Command, PlayerOrder } from "../../domain/players/command.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Commands } from "../../ports/commands.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { OrderRecord, Orders } from "../../stores/orders.ts";

export type OrderDeps = {
  readonly orders: Orders;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

/** Long enough for a reconnect to pass unnoticed, short enough that nobody is startled by it later. */
const goodForMs = 15_000;

/** Writes an order down and sends it on its way to whoever holds the player's connection. */
export async function giveOrder(
  deps: OrderDeps,
  wanted: {
    readonly playerId: PlayerId;
    readonly command: Command;
    readonly orderedBy: string;
    readonly sendAtMs?: number;
  },
): Promise<OrderRecord> {
  const nowMs = deps.clock.nowMs();
  const order: PlayerOrder = {
    id: CommandId(deps.chance.id()),
    ...wanted,
    orderedAtMs: nowMs,
    expiresAtMs: Math.max(nowMs, wanted.sendAtMs ?? 0) + goodForMs,
  };
  await deps.orders.add(order);
  await deps.commands.send(order);
  return (await deps.orders.get(order.id))?.value ?? { order, outcome: { is: "waiting" } };
}
