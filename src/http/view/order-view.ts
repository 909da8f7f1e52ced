import type { OrderRecord } from "../../stores/orders.ts";
import type { Order } from "../schema/control.ts";

/** An order as the API tells it. What nobody took in time is told as expired, also when nobody wrote that down. */
export function orderView({ order, outcome }: OrderRecord, nowMs: number): Order {
  const { id, playerId, command, orderedAtMs, expiresAtMs } = order;
  const forgotten = outcome.is === "waiting" && nowMs > expiresAtMs;
  return {
    id,
    playerId,
    action: command.do,
    orderedAtMs,
    expiresAtMs,
    outcome: forgotten ? { is: "expired", atMs: expiresAtMs } : outcome,
  };
}
