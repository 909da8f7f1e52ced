import { z } from "zod";
import type { JointStart } from "../domain/players/joint-start.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<JointStart> = z.object({
  id: z.string(),
  sendAtMs: z.number(),
  orders: z.array(z.object({ playerId: ids.player, orderId: ids.command })),
});

/** As long as its orders. */
const keptMs = 86_400_000;

/** Starts of several players at one moment, kept for a day. */
export type JointStarts = {
  add(start: JointStart): Promise<void>;
  get(id: string): Promise<JointStart | undefined>;
};

/** {@link JointStarts} over a table. */
export function createJointStarts(table: Table): JointStarts {
  const keyOf = (id: string) => ({ pk: `JOINTSTART#${id}`, sk: "META" });
  const records = recordsOf(table, {
    schema,
    place: ({ id, sendAtMs }) => ({ ...keyOf(id), expiresAt: expirySeconds(sendAtMs + keptMs) }),
  });
  return {
    add: async (start) => void (await records.put(start)),
    get: async (id) => (await records.get(keyOf(id)))?.value,
  };
}
