import type { Clock } from "../../ports/clock.ts";
import type { Item, Key, NewItem, Query, Table } from "../../ports/table.ts";
import {
  type CursorPlace,
  checkItem,
  checkKey,
  compareUtf8,
  cursorAfter,
  isExpired,
  plainQuery,
  wantsVersion,
} from "../../ports/table-rules.ts";

/** One item as it is kept: data as JSON text, so that no caller holds a piece of the table. */
type Row = Omit<NewItem, "data"> & { readonly json: string; readonly version: number };

/** A row and its place in the order of a partition. */
type Entry = { readonly place: CursorPlace; readonly row: Row };

/** A table that lives and dies with the process; expired items stay in memory until they are written over. */
export function createMemoryTable(clock: Clock): Table {
  const items = new Map<string, Entry[]>();
  const index = new Map<string, Entry[]>();

  const live = (row: Row | undefined) =>
    row === undefined || isExpired(row.expiresAt, clock.nowMs()) ? undefined : row;

  const find = (key: Key): Row | undefined => {
    const partition = items.get(key.pk) ?? [];
    const entry = partition[lowerBound(partition, { sk: key.sk })];
    return entry?.place.sk === key.sk ? entry.row : undefined;
  };

  const remove = (row: Row): void => {
    takeOut(items, row.pk, { sk: row.sk });
    if (row.index) takeOut(index, row.index.pk, { sk: row.index.sk, item: row });
  };

  const get = (key: Key): Item | undefined => {
    checkKey(key);
    const row = live(find(key));
    return row && itemOf(row);
  };

  return {
    get: async (key) => get(key),
    getMany: async (keys) => keys.map(get),

    async put(item, condition) {
      const json = checkItem(item);
      const stored = find(item);
      const current = live(stored);
      const holds =
        condition === undefined ||
        (wantsVersion(condition) ? current?.version === condition.ifVersion : current === undefined);
      if (!holds) return { ok: false };
      if (stored) remove(stored);
      const { pk, sk, index: listedAt, expiresAt } = item;
      const row: Row = {
        pk,
        sk,
        json,
        version: (current?.version ?? 0) + 1,
        ...(listedAt && { index: { pk: listedAt.pk, sk: listedAt.sk } }),
        ...(expiresAt !== undefined && { expiresAt }),
      };
      putIn(items, pk, { place: { sk }, row });
      if (listedAt) putIn(index, listedAt.pk, { place: { sk: listedAt.sk, item: { pk, sk } }, row });
      return { ok: true, version: row.version };
    },

    async delete(key, condition) {
      checkKey(key);
      const stored = find(key);
      if (condition && live(stored)?.version !== condition.ifVersion) return false;
      if (stored) remove(stored);
      return true;
    },

    async query(query: Query) {
      const { pk, inIndex, backwards, limit, from, to, below, after } = plainQuery(query);
      const entries = (inIndex ? index : items).get(pk) ?? [];
      let first = from === undefined ? 0 : lowerBound(entries, { sk: from });
      let end = entries.length;
      if (to !== undefined) end = upperBound(entries, { sk: to });
      if (below !== undefined) end = lowerBound(entries, { sk: below });
      if (after && backwards) end = Math.min(end, lowerBound(entries, after));
      if (after && !backwards) first = Math.max(first, upperBound(entries, after));
      const found: Entry[] = [];
      const step = backwards ? -1 : 1;
      for (
        let at = backwards ? end - 1 : first;
        at >= first && at < end && found.length <= limit;
        at += step
      ) {
        const entry = entries[at];
        if (entry && live(entry.row)) found.push(entry);
      }
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ row }) => itemOf(row)),
        ...(found.length > limit && last && { cursor: cursorAfter(query, last.place) }),
      };
    },
  };
}

function itemOf({ json, ...row }: Row): Item {
  return { ...row, data: JSON.parse(json) };
}

/** A place without an item stands before all that share its sort key. */
function comparePlaces(left: CursorPlace, right: CursorPlace): number {
  return (
    compareUtf8(left.sk, right.sk) ||
    compareUtf8(left.item?.pk ?? "", right.item?.pk ?? "") ||
    compareUtf8(left.item?.sk ?? "", right.item?.sk ?? "")
  );
}

/** The first entry at or after the place. */
function lowerBound(entries: readonly Entry[], place: CursorPlace): number {
  return firstWhere(entries, (entry) => comparePlaces(entry.place, place) >= 0);
}

/** The first entry after the place; one without an item stands for all that share its sort key. */
function upperBound(entries: readonly Entry[], place: CursorPlace): number {
  return firstWhere(entries, (entry) =>
    place.item ? comparePlaces(entry.place, place) > 0 : compareUtf8(entry.place.sk, place.sk) > 0,
  );
}

function firstWhere(entries: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function putIn(partitions: Map<string, Entry[]>, pk: string, entry: Entry): void {
  const entries = partitions.get(pk);
  if (entries) entries.splice(lowerBound(entries, entry.place), 0, entry);
  else partitions.set(pk, [entry]);
}

function takeOut(partitions: Map<string, Entry[]>, pk: string, place: CursorPlace): void {
  const entries = partitions.get(pk) ?? [];
  entries.splice(lowerBound(entries, place), 1);
  if (entries.length === 0) partitions.delete(pk);
}
