import { z } from "zod";
import type { HookDeed, SecretAddress } from "../domain/webhook.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

const deed: z.ZodType<HookDeed> = z.discriminatedUnion("do", [
  z.object({ do: z.literal("play-card"), playerId: ids.player, yotoCardId: ids.yotoCard }),
  z.object({ do: z.literal("sleep-timer"), playerId: ids.player, seconds: z.number() }),
  z.object({ do: z.literal("more-time"), playerId: ids.player, minutes: z.number() }),
  z.object({ do: z.literal("pause"), playerId: ids.player }),
]);

type Kept = SecretAddress & { readonly calls: readonly number[] };
const schema: z.ZodType<Kept> = z.object({
  id: z.string(),
  title: z.string(),
  deed,
  createdAtMs: z.number(),
  usedAtMs: z.number().exactOptional(),
  calls: z.array(z.number()),
});

/** How often an address may be called. */
const secretAddressLimit = { calls: 10, withinMs: 60_000 } as const;

export type Called =
  | { readonly ok: true; readonly address: SecretAddress }
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "too-many-tries"; readonly retryAfterMs: number };

/** Addresses of ours that do something. Only the hash of the secret part is stored. */
export type SecretAddresses = {
  list(): Promise<readonly SecretAddress[]>;
  /** `secret` is shown once. */
  create(wanted: { readonly title: string; readonly deed: HookDeed }): Promise<{
    readonly address: SecretAddress;
    readonly secret: string;
  }>;
  /** Counts a call before it is followed, so that parallel ones count too. */
  call(secret: string): Promise<Called>;
  /** `false` when there was none. */
  revoke(id: string): Promise<boolean>;
};

/** {@link SecretAddresses} over a table. */
export function createSecretAddresses(deps: { table: Table; clock: Clock; chance: Chance }): SecretAddresses {
  const { clock } = deps;
  const keyOf = (id: string) => ({ pk: "WEBHOOKS", sk: `ADDRESS#${id}` });
  const records = recordsOf(deps.table, { schema, place: ({ id }) => keyOf(id) });
  return {
    async list() {
      const all = await gather(records.all({ pk: "WEBHOOKS", prefix: "ADDRESS#" }));
      return all
        .map(({ value }) => withoutCalls(value))
        .sort((one, other) => one.createdAtMs - other.createdAtMs);
    },
    async create({ title, deed: wanted }) {
      const secret = deps.chance.secret(256);
      const address = { id: secretHash(secret), title, deed: wanted, createdAtMs: clock.nowMs() };
      await records.put({ ...address, calls: [] }, { ifAbsent: true });
      return { address, secret };
    },
    async call(secret) {
      for (;;) {
        const found = await records.get(keyOf(secretHash(secret)));
        if (found === undefined) return { ok: false, why: "not-found" };
        const nowMs = clock.nowMs();
        const { calls, withinMs } = secretAddressLimit;
        // Also not those of a time that is yet to come again: the clock was set back.
        const recent = found.value.calls.filter((atMs) => Math.abs(nowMs - atMs) < withinMs);
        const [oldest = nowMs] = recent;
        if (recent.length >= calls)
          return { ok: false, why: "too-many-tries", retryAfterMs: oldest + withinMs - nowMs };
        const used = { ...found.value, usedAtMs: nowMs, calls: [...recent, nowMs] };
        if ((await records.put(used, { ifVersion: found.version })).ok)
          return { ok: true, address: withoutCalls(used) };
      }
    },
    async revoke(id) {
      return (await records.get(keyOf(id))) !== undefined && (await records.delete(keyOf(id)));
    },
  };
}

function withoutCalls({ calls: _, ...address }: Kept): SecretAddress {
  return address;
}
