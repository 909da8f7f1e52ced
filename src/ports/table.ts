import type { Json, JsonObject } from "../domain/json.ts";

export type { Json, JsonObject };

/** Where an item is. Both parts are non-empty, at most 1 KB of UTF-8, well formed and without NUL. */
export type Key = { readonly pk: string; readonly sk: string };

/** An item to write. `index` puts it into the secondary index too; make `index.sk` end in something unique. */
export type NewItem = Key & {
  readonly data: JsonObject;
  readonly index?: Key;
  /** Unix seconds. From then on the item is not there for any reader, whether or not it has been swept yet. */
  readonly expiresAt?: number;
};

/** A stored item. `version` is 1 for a new item and grows by one with each write, until the item is deleted or expires. */
export type Item = NewItem & { readonly version: number };

/** What must be true for a write to happen. */
export type Condition = { readonly ifAbsent: true } | { readonly ifVersion: number };

/**
 * When a write counts as done. `synced`: it outlives a power cut. `relaxed`: every reader sees it and it outlives the death of our
 * process, but a power cut in the next moments may take it; for what the world tells again anyway. Whatever is `synced` takes all
 * that was done before along.
 */
export type Durability = "synced" | "relaxed";

/** A refused write is a value: somebody else was first. */
export type Written = { readonly ok: true; readonly version: number } | { readonly ok: false };

export type Query = {
  readonly pk: string;
  /** Look in the secondary index instead of the table itself. It may lag behind writes by a moment. */
  readonly inIndex?: boolean;
  /** What was written in the last moments may not show yet, as in the index: half the price where reads are paid for. */
  readonly mayLag?: boolean;
  /** Only sort keys that begin so. Not together with `from`/`to`. */
  readonly prefix?: string;
  /** Inclusive bounds of the sort key, compared by UTF-8 bytes. */
  readonly from?: string;
  readonly to?: string;
  readonly backwards?: boolean;
  /** 1–1000; default 100. A page may be shorter although more follows: go by `cursor`. */
  readonly limit?: number;
  /** From the page before, unchanged. Throws {@link BadCursor} for anything else. */
  readonly cursor?: string;
};
export type Page = { readonly items: readonly Item[]; readonly cursor?: string };

/**
 * All state there is: items by partition and sort key, ordered by sort key, one secondary index. One item is written at a
 * time; an invariant that needs two is not ours to have. Reads by key see every write before them. An item's data are at most
 * 350 KB (358 400 bytes) of JSON. Every method may throw `Unavailable`; a write that threw may have happened.
 */
export type Table = {
  get(key: Key): Promise<Item | undefined>;
  /** Several at once, in the order of the keys; as fresh as `get`, but not all of the same moment. */
  getMany(keys: readonly Key[]): Promise<readonly (Item | undefined)[]>;
  /** `durability` is `synced` unless said otherwise; a table that knows no difference may always do more. */
  put(item: NewItem, condition?: Condition, durability?: Durability): Promise<Written>;
  /** `false` when the condition did not hold. Deleting what is not there is no refusal, unless a version was asked for. */
  delete(key: Key, condition?: { readonly ifVersion: number }): Promise<boolean>;
  query(query: Query): Promise<Page>;
};

/** A cursor that did not come from the page before. */
export class BadCursor extends Error {
  override readonly name = "BadCursor";
}

/** A key, query or value that no table can take: a mistake of the caller. */
export class BadItem extends Error {
  override readonly name = "BadItem";
}

/** An item over the size limit; write it to `AudioFiles` or in parts. */
export class ItemTooLarge extends Error {
  override readonly name = "ItemTooLarge";
}
