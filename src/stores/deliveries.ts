import { z } from "zod";
import type { Delivery } from "../domain/webhook.ts";
import type { Table, Written } from "../ports/table.ts";
import { expirySeconds, type Listed, type PageWanted, pageOf, recordsOf, utcOf } from "./records.ts";

const schema: z.ZodType<Delivery> = z.object({
  id: z.string(),
  webhookId: z.string(),
  body: z.string(),
  kind: z.string(),
  createdAtMs: z.number(),
  attempts: z.number(),
  state: z.enum(["waiting", "delivered", "given-up"]),
  nextAtMs: z.number(),
  told: z.string().exactOptional(),
  status: z.number().exactOptional(),
});

const keptMs = 7 * 86_400_000;

/** Messages to webhooks, kept for a week. */
export type Deliveries = {
  /** `false` when it is there already. */
  add(delivery: Delivery): Promise<boolean>;
  /** Refused when somebody else has it in hands. */
  write(delivery: Delivery, ifVersion: number): Promise<Written>;
  /** What waits, first what is due first. Somebody may have taken one meanwhile. */
  waiting(page?: PageWanted): Promise<Listed<Delivery>>;
  /** Of one webhook, by time. */
  of(webhookId: string, page?: PageWanted): Promise<Listed<Delivery>>;
};

/** {@link Deliveries} over a table. */
export function createDeliveries(table: Table): Deliveries {
  const records = recordsOf(table, {
    schema,
    place: ({ id, webhookId, createdAtMs, state, nextAtMs }) => ({
      pk: `WEBHOOK#${webhookId}`,
      sk: `DELIVERY#${utcOf(createdAtMs)}#${id}`,
      // What is over leaves the list of what waits.
      ...(state === "waiting" && { index: { pk: "DELIVERIES", sk: `${utcOf(nextAtMs)}#${id}` } }),
      expiresAt: expirySeconds(createdAtMs + keptMs),
    }),
  });
  return {
    add: async (delivery) => (await records.put(delivery, { ifAbsent: true })).ok,
    write: (delivery, ifVersion) => records.put(delivery, { ifVersion }),
    waiting: (page) => records.page({ pk: "DELIVERIES", inIndex: true, ...pageOf(page) }),
    of: (webhookId, page) =>
      records.page({ pk: `WEBHOOK#${webhookId}`, prefix: "DELIVERY#", ...pageOf(page) }),
  };
}
