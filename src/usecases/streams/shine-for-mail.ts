import type { Stream } from "../../domain/streams/stream.ts";
import { giveOrder, type OrderDeps } from "../players/give-order.ts";

/** Turns the light of a mailbox on or off, on the players it names. A player that is off is not woken. */
export async function shineForMail(
  deps: OrderDeps,
  { id, rule }: Pick<Stream, "id" | "rule">,
  on: boolean,
): Promise<void> {
  if (rule.kind !== "mailbox" || rule.light === undefined) return;
  const { players, red, green, blue } = rule.light;
  const colour = on ? { red, green, blue } : { red: 0, green: 0, blue: 0 };
  for (const playerId of players)
    await giveOrder(deps, {
      playerId,
      command: { do: "set-ambient-light", ...colour },
      orderedBy: `mailbox:${id}`,
    });
}
