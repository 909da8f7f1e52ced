import type { PlayerOrder } from "../domain/players/command.ts";

/**
 * Carries orders from whoever took them to whoever holds the player's connection. At least once, in order per player while
 * nothing fails; what has expired is dropped, not delivered. Outcomes are kept by the `orders` store, not here.
 */
export type Commands = {
  /** Returns when the order will survive until it is delivered or expires, as far as the carrier can promise. */
  send(order: PlayerOrder): Promise<void>;
  /** Delivers until the signal. An order counts as delivered when the handler's promise fulfils; else it may come again. */
  receive(handler: (order: PlayerOrder) => Promise<void>, signal: AbortSignal): Promise<void>;
};
