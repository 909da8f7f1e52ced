import type { StreamId } from "../../domain/ids.ts";

/** One request of a player for a slot, as it came. `listener` is a short hash. */
export type SlotVisit = {
  readonly atMs: number;
  readonly method: string;
  readonly range?: string;
  readonly userAgent?: string;
  readonly status: number;
  /** The first piece of what was given. */
  readonly audioId: string;
  /** All pieces of it. */
  readonly audio: readonly string[];
  readonly listener: string;
};

/** What players asked of slots since this process started: how real players behave is nowhere documented. */
export type SlotLog = {
  add(streamId: StreamId, slot: string, visit: SlotVisit): void;
  counts(streamId: StreamId, slot: string): { readonly count: number; readonly lastAtMs?: number };
  /** Newest first. */
  recent(streamId: StreamId, slot: string): readonly SlotVisit[];
};

const keptPerSlot = 50;
const mostSlots = 5000;

/** An empty log. */
export function createSlotLog(): SlotLog {
  const slots = new Map<string, { count: number; readonly visits: SlotVisit[] }>();
  const keyOf = (streamId: StreamId, slot: string) => `${streamId}/${slot}`;
  return {
    add(streamId, slot, visit) {
      const key = keyOf(streamId, slot);
      const entry = slots.get(key) ?? { count: 0, visits: [] };
      entry.count += 1;
      entry.visits.push(visit);
      if (entry.visits.length > keptPerSlot) entry.visits.shift();
      slots.set(key, entry);
      const oldest = slots.keys().next().value;
      if (slots.size > mostSlots && oldest !== undefined) slots.delete(oldest);
    },
    counts(streamId, slot) {
      const entry = slots.get(keyOf(streamId, slot));
      const lastAtMs = entry?.visits.at(-1)?.atMs;
      return { count: entry?.count ?? 0, ...(lastAtMs === undefined ? {} : { lastAtMs }) };
    },
    recent: (streamId, slot) => (slots.get(keyOf(streamId, slot))?.visits ?? []).toReversed(),
  };
}
