import { z } from "zod";
import type { YotoAccountId } from "../domain/ids.ts";
import type { AccountHealth } from "../domain/listener-health.ts";
import type { Table } from "../ports/table.ts";
import { recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<AccountHealth> = z.object({
  accountId: ids.yotoAccount,
  linked: z.enum(["linked", "link-again"]),
  mqtt: z.enum(["connected", "connecting", "down"]),
  sinceMs: z.number(),
  players: z.number(),
  lastEventAtMs: z.number().exactOptional(),
  lastHeartbeatAtMs: z.number().exactOptional(),
  doing: z.string(),
  listener: z.string(),
});

/** How the connection of each account stands, for processes other than the listener. Written sparsely. */
export type ListenerHealths = {
  get(id: YotoAccountId): Promise<AccountHealth | undefined>;
  put(health: AccountHealth): Promise<void>;
};

/** {@link ListenerHealths} over a table. */
export function createListenerHealths(table: Table): ListenerHealths {
  const records = recordsOf(table, { schema, place: ({ accountId }) => keyOf(accountId) });
  return {
    get: async (id) => (await records.get(keyOf(id)))?.value,
    async put(health) {
      await records.put(health);
    },
  };
}

function keyOf(id: YotoAccountId) {
  return { pk: `YOTO#${id}`, sk: "LISTENER" };
}
