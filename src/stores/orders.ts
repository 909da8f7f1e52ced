import { z } from "zod";
import type { CommandId, PlayerId } from "../domain/ids.ts";
import type { OrderOutcome, PlayerOrder } from "../domain/players/command.ts";
import type { Table, Written } from "../ports/table.ts";
import { orderOutcomeSchema, playerOrderSchema } from "./command-schema.ts";
import {
  expirySeconds,
  type Listed,
  type PageWanted,
  pageOf,
  recordsOf,
  utcOf,
  type Versioned,
} from "./records.ts";

/** An order and what became of it. */
export type OrderRecord = { readonly order: PlayerOrder; readonly outcome: OrderOutcome };

const schema: z.ZodType<OrderRecord> = z.object({ order: playerOrderSchema, outcome: orderOutcomeSchema });

const keptMs = 86_400_000;

/** Orders to players, kept for a day. */
export type Orders = {
  /** Waiting from now on. Refused when the id is known. */
  add(order: PlayerOrder): Promise<Written>;
  get(id: CommandId): Promise<Versioned<OrderRecord> | undefined>;
  /** Notes an outcome unless a later one is noted already; answers what stands now, `undefined` for an unknown order. */
  settle(id: CommandId, outcome: OrderOutcome): Promise<OrderOutcome | undefined>;
  /** By time of order. */
  of(playerId: PlayerId, page?: PageWanted): Promise<Listed<OrderRecord>>;
};

/** {@link Orders} over a table. */
export function createOrders(table: Table): Orders {
  const records = recordsOf(table, {
    schema,
    place: ({ order }) => ({
      ...keyOf(order.id),
      index: { pk: `ORDER#${order.playerId}`, sk: `${utcOf(order.orderedAtMs)}#${order.id}` },
      expiresAt: expirySeconds(order.orderedAtMs + keptMs),
    }),
  });
  return {
    add: (order) => records.put({ order, outcome: { is: "waiting" } }, { ifAbsent: true }),
    get: (id) => records.get(keyOf(id)),
    async settle(id, outcome) {
      for (;;) {
        const found = await records.get(keyOf(id));
        if (found === undefined) return undefined;
        if (stepOf(outcome) <= stepOf(found.value.outcome)) return found.value.outcome;
        const { ok } = await records.put({ ...found.value, outcome }, { ifVersion: found.version });
        if (ok) return outcome;
      }
    },
    of: (playerId, page) => records.page({ pk: `ORDER#${playerId}`, inIndex: true, ...pageOf(page) }),
  };
}

/** Outcomes only move forwards. A late sign that an order did take effect outdoes our having given it up. */
function stepOf(outcome: OrderOutcome): number {
  switch (outcome.is) {
    case "waiting":
      return 0;
    case "sent":
      return 1;
    case "acked":
      return 2;
    case "timed-out":
    case "player-offline":
    case "expired":
      return 3;
    case "refused":
    case "took-effect":
      return 4;
  }
}

function keyOf(id: CommandId) {
  return { pk: `ORDER#${id}`, sk: "META" };
}
