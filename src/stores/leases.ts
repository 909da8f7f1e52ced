import { z } from "zod";
import type { Lease } from "../domain/lease.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { recordsOf } from "./records.ts";

const schema: z.ZodType<Lease> = z.object({
  key: z.string(),
  owner: z.string(),
  fence: z.number(),
  untilMs: z.number(),
});

/** What came of asking for a lease. */
export type Leased =
  | { readonly ok: true; readonly lease: Lease }
  | { readonly ok: false; readonly heldBy: string; readonly untilMs: number };

/** Rights that one process at a time may hold, across processes. Clocks may differ: leave some seconds between. */
export type Leases = {
  /** Takes the lease when it is free or over; an owner who has it already gets it prolonged, with the same fence. */
  take(key: string, owner: string, forMs: number): Promise<Leased>;
  /** Prolongs; `undefined` when it was lost. */
  renew(lease: Lease, forMs: number): Promise<Lease | undefined>;
  /** Gives back what is still held. */
  release(lease: Lease): Promise<void>;
  /** Who holds it now. */
  holder(key: string): Promise<Lease | undefined>;
};

/** {@link Leases} over a table. The record stays for good, so that the fence never falls back. */
export function createLeases(deps: { table: Table; clock: Clock }): Leases {
  const { clock } = deps;
  const records = recordsOf(deps.table, { schema, place: ({ key }) => keyOf(key) });

  const held = (lease: Lease) => lease.untilMs > clock.nowMs();
  const isSame = (left: Lease, right: Lease) => left.owner === right.owner && left.fence === right.fence;

  const change = async (lease: Lease, untilMs: number): Promise<Lease | undefined> => {
    const found = await records.get(keyOf(lease.key));
    if (found === undefined || !isSame(found.value, lease)) return undefined;
    const changed = { ...found.value, untilMs };
    const { ok } = await records.put(changed, { ifVersion: found.version });
    return ok ? changed : undefined;
  };

  return {
    async take(key, owner, forMs) {
      const found = await records.get(keyOf(key));
      const untilMs = clock.nowMs() + forMs;
      const before = found?.value;
      if (before && held(before) && before.owner !== owner)
        return { ok: false, heldBy: before.owner, untilMs: before.untilMs };
      const keepsFence = before !== undefined && held(before);
      const lease = { key, owner, fence: (before?.fence ?? 0) + (keepsFence ? 0 : 1), untilMs };
      const { ok } = await records.put(lease, found ? { ifVersion: found.version } : { ifAbsent: true });
      if (ok) return { ok: true, lease };
      const winner = (await records.get(keyOf(key)))?.value;
      return { ok: false, heldBy: winner?.owner ?? "", untilMs: winner?.untilMs ?? clock.nowMs() };
    },
    async renew(lease, forMs) {
      return change(lease, clock.nowMs() + forMs);
    },
    async release(lease) {
      await change(lease, 0);
    },
    async holder(key) {
      const found = await records.get(keyOf(key));
      return found && held(found.value) ? found.value : undefined;
    },
  };
}

function keyOf(key: string) {
  return { pk: `LEASE#${key}`, sk: "LEASE" };
}
