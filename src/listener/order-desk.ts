import type { PlayerId } from "../domain/ids.ts";
import type { OrderOutcome, PlayerOrder } from "../domain/players/command.ts";
import type { Expectation } from "../domain/players/expectation.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import type { YotoConnection } from "../ports/yoto-mqtt.ts";
import type { Orders } from "../stores/orders.ts";
import type { AccountPlayers, PlayerSeat } from "./account-players.ts";

/** Sends orders to players and keeps account of what becomes of them. */
export type OrderDesk = {
  /** Fulfils when the order was sent or came to its end; what becomes of it later is noted in the store. */
  deliver(order: PlayerOrder): Promise<void>;
  /** What a message or silence said about an order under way. */
  note(expectation: Expectation): void;
  /** Waits for what is being sent or noted; takes nothing new. */
  stop(): Promise<void>;
};

/** An order desk over the connection of the moment. */
export function createOrderDesk(
  deps: { readonly orders: Orders; readonly clock: Clock; readonly live: LiveUpdates; readonly log: Log },
  account: {
    readonly players: AccountPlayers;
    readonly say: (what: (connection: YotoConnection) => Promise<void>) => Promise<boolean>;
    /** Fulfils when there is a connection, `false` when there was none within `ms`. */
    readonly untilConnected: (ms: number) => Promise<boolean>;
  },
): OrderDesk {
  const { clock, log } = deps;
  const lines = new Map<PlayerId, Promise<void>>();
  let noting: Promise<void> = Promise.resolve();
  let stopped = false;

  const note = ({ id, playerId }: PlayerOrder, outcome: OrderOutcome) => {
    noting = noting
      .then(async () => {
        await deps.orders.settle(id, outcome);
        deps.live.publish({ of: "order", orderId: id, playerId });
      })
      .catch((error: unknown) => log.error("order-not-noted", { order: id, outcome: outcome.is, error }));
    return noting;
  };
  const endUnsent = async ({ player }: PlayerSeat, order: PlayerOrder, is: "expired" | "player-offline") => {
    const outcome = { is, atMs: clock.nowMs() };
    player.noteOrder(order, outcome);
    await note(order, outcome);
  };

  const until = async (atMs: number) => {
    const waitMs = atMs - clock.nowMs();
    if (waitMs > 0) await clock.sleep(waitMs);
  };

  const send = async (seat: PlayerSeat, order: PlayerOrder) => {
    const record = await deps.orders.get(order.id);
    // It came a second time: what was sent once is not sent again.
    if (record !== undefined && record.value.outcome.is !== "waiting") return;
    if (
      !(await account.untilConnected(order.expiresAtMs - clock.nowMs())) ||
      clock.nowMs() >= order.expiresAtMs
    )
      return endUnsent(seat, order, "expired");
    if (seat.player.state().presence.is === "offline") return endUnsent(seat, order, "player-offline");
    // State first, command second; and noted as sent before it is, so that a crash cannot make it go out twice.
    await seat.keeper.kept();
    const atMs = Math.max(clock.nowMs(), Math.min(order.sendAtMs ?? 0, order.expiresAtMs));
    await note(order, { is: "sent", atMs });
    await until(atMs);
    seat.player.sending(order, atMs);
    while (!(await account.say((connection) => connection.send(order.playerId, order.command, order.id)))) {
      const leftMs = order.expiresAtMs - clock.nowMs();
      if (leftMs <= 0 || !(await account.untilConnected(leftMs))) return;
    }
    log.info("command-sent", { playerId: order.playerId, do: order.command.do });
  };

  return {
    deliver(order) {
      const seat = account.players.get(order.playerId);
      if (seat === undefined || stopped) return Promise.reject(new NotHeldHere(order.playerId));
      const line = (lines.get(order.playerId) ?? Promise.resolve()).then(() => send(seat, order));
      lines.set(
        order.playerId,
        line.catch(() => {}),
      );
      return line;
    },
    note: ({ order, outcome }) => void note(order, outcome),
    async stop() {
      stopped = true;
      await Promise.all(lines.values());
      await noting;
    },
  };
}

/** The order belongs to another listener; whoever carries it should offer it again. */
export class NotHeldHere extends Error {
  override readonly name = "NotHeldHere";
  constructor(playerId: PlayerId) {
    super(`This listener does not hold the player ${playerId}; offer the order to the others`);
  }
}
