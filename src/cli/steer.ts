import type {
  ControlAnswer,
  ControlManyAnswer,
  ControlRequest,
  JointStart,
  Order,
} from "../http/schema/control.ts";
import { type Api, CliTrouble } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import type { Cli, Reach } from "./program.ts";

/** What commands about players are given: of all that `main` can reach, they need time only. */
export type PlayerCli = Omit<Cli, "reach"> & { readonly reach: Pick<Reach, "sleep"> };

/** Every player of every family, where a player is asked for. */
export const everyPlayer = "all";

const settledAfterMs = 6_000;
const lookEveryMs = 250;
/** No report tells more of these than that the player has understood. */
const endsAsAcked: ReadonlySet<string> = new Set([
  "set-ambient-light",
  "show-icon",
  "bluetooth-off",
  "bluetooth-connect",
  "bluetooth-disconnect",
  "bluetooth-forget-all",
]);
const failed: ReadonlySet<string> = new Set(["refused", "player-offline", "expired", "timed-out"]);

/** Asks something of a player, or of all, and waits a moment for what becomes of it. Throws {@link CliTrouble}. */
export async function steer(
  cli: PlayerCli,
  server: Api,
  named: string,
  request: ControlRequest,
  together = false,
): Promise<void> {
  if (named.toLowerCase() === everyPlayer) return steerAll(cli, server, request, together);
  const player = await playerNamed(server, named);
  const { order } = await server.ask<ControlAnswer>("POST", `${pathOf(player.id)}/control`, request);
  const now = await settled(cli, server, order);
  if (failed.has(now.outcome.is)) throw new CliTrouble(`${player.name} did not do it: ${outcomeWords(now)}.`);
  cli.tell(now, () => `${player.name}: ${outcomeWords(now)}`);
}

async function steerAll(
  cli: PlayerCli,
  server: Api,
  request: ControlRequest,
  together: boolean,
): Promise<void> {
  const asked = await server.ask<ControlManyAnswer>("POST", "/api/players/control", { request, together });
  const items = await Promise.all(
    asked.items.map(async (item) => ({
      ...item,
      ...(item.order === undefined ? {} : { order: await settled(cli, server, item.order) }),
    })),
  );
  const { jointStartId: id } = asked;
  const start =
    id === undefined
      ? undefined
      : await server.ask<JointStart>("GET", `/api/players/joint-starts/${encodeURIComponent(id)}`);
  const apartMs = start?.apartMs;
  cli.tell({ items, ...(apartMs === undefined ? {} : { apartMs }) }, () =>
    [
      ...items.map(
        ({ name, playerId, order, refused }) =>
          `${name ?? playerId}: ${order === undefined ? refused?.message : outcomeWords(order)}`,
      ),
      ...(apartMs === undefined ? [] : [`They began ${(apartMs / 1000).toFixed(1)} s apart.`]),
    ].join("\n"),
  );
  if (items.length > 0 && items.every(({ order }) => order === undefined || failed.has(order.outcome.is)))
    throw new CliTrouble("No player did it.");
}

async function settled({ reach }: PlayerCli, server: Api, order: Order): Promise<Order> {
  let now = order;
  for (let waitedMs = 0; waitedMs < settledAfterMs && isOpen(now); waitedMs += lookEveryMs) {
    await reach.sleep(lookEveryMs);
    now = await server.ask<Order>("GET", `${pathOf(order.playerId)}/orders/${encodeURIComponent(order.id)}`);
  }
  return now;
}

function isOpen({ outcome: { is }, action }: Order): boolean {
  return is === "waiting" || is === "sent" || (is === "acked" && !endsAsAcked.has(action));
}

function outcomeWords({ outcome: { is } }: Order): string {
  if (is === "took-effect") return "done";
  return is === "acked" ? "understood" : is.replaceAll("-", " ");
}

const pathOf = (playerId: string) => `/api/players/${encodeURIComponent(playerId)}`;
