import { signal } from "@preact/signals";
import type { CommandRequest } from "./with-wish.ts";

/** What was asked for and is not yet true, by player. */
export const wishes = signal<ReadonlyMap<string, CommandRequest>>(new Map());

/** Adds to what is wished of a player. */
export function wish(playerId: string, more: CommandRequest): void {
  wishes.value = new Map(wishes.value).set(playerId, { ...wishes.value.get(playerId), ...more });
}

/** Shows the player as it is again. */
export function dropWish(playerId: string): void {
  if (!wishes.value.has(playerId)) return;
  const next = new Map(wishes.value);
  next.delete(playerId);
  wishes.value = next;
}
