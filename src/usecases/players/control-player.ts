import type { PlayerId } from "../../domain/ids.ts";
import type { OrderRecord } from "../../stores/orders.ts";
import type { Players } from "../../stores/players.ts";
import { giveOrder, type OrderDeps } from "./give-order.ts";
import {
  type CommandRefusal,
  type CommandRequest,
  type ResolveCommandDeps,
  resolveCommand,
} from "./resolve-command.ts";

export type ControlDeps = OrderDeps & ResolveCommandDeps & { readonly players: Players };

export type Controlled =
  | { readonly ok: true; readonly record: OrderRecord }
  | { readonly ok: false; readonly why: CommandRefusal };

/**
 * Gives a player the order that fulfils the wish. What becomes of it stands in the order. What the player cannot do, now or
 * ever, is refused before anything is sent. May throw `YotoTrouble` where the wish needs a look at Yoto.
 */
export async function controlPlayer(
  deps: ControlDeps,
  asked: { readonly playerId: PlayerId; readonly wish: CommandRequest; readonly by: string },
): Promise<Controlled> {
  const { playerId, wish, by } = asked;
  const player = (await deps.players.find(playerId))?.value;
  if (player === undefined) return { ok: false, why: "not-found" };
  const wanted = await resolveCommand(deps, player, wish);
  if (!wanted.ok) return wanted;
  return { ok: true, record: await giveOrder(deps, { playerId, command: wanted.command, orderedBy: by }) };
}
