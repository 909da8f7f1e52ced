import type { z } from "zod";
import type { JsonObject } from "../domain/json.ts";
import type { Condition, Durability, Item, Key, NewItem, Query, Table, Written } from "../ports/table.ts";

/** A record and the version to name when writing it back. */
export type Versioned<Value> = { readonly value: Value; readonly version: number };

/** Which part of a list. `limit` 1–1000, default 100; `cursor` from the page before. */
export type PageWanted = {
  readonly limit?: number;
  readonly cursor?: string;
  /** Newest (or last) first. */
  readonly backwards?: boolean;
};

/** A part of a list. A page may be short although more follows: go by `cursor`. */
export type Listed<Value> = { readonly records: readonly Versioned<Value>[]; readonly cursor?: string };

/** A stored record that this version cannot read. */
export class BadRecord extends Error {
  override readonly name = "BadRecord";
}

/** Where a record of some kind goes and how it is read back. Fields that the schema does not know are ignored. */
export type RecordKind<Value extends JsonObject> = {
  readonly schema: z.ZodType<Value>;
  place(value: Value): Omit<NewItem, "data">;
};

/** The verbs that all records share. */
export type Records<Value extends JsonObject> = {
  get(key: Key): Promise<Versioned<Value> | undefined>;
  /** In the order of the keys, what is not there left out. */
  getMany(keys: readonly Key[]): Promise<readonly Versioned<Value>[]>;
  /** Refused when the condition does not hold; without one, the last writer wins. */
  put(value: Value, condition?: Condition, durability?: Durability): Promise<Written>;
  delete(key: Key, ifVersion?: number): Promise<boolean>;
  page(query: Query): Promise<Listed<Value>>;
  /** All pages of a list. */
  all(query: Query): AsyncGenerator<Versioned<Value>, void, undefined>;
};

/** Records of one kind over a table: parsed on the way out, placed on the way in. */
export function recordsOf<Value extends JsonObject>(table: Table, kind: RecordKind<Value>): Records<Value> {
  const page = async (query: Query): Promise<Listed<Value>> => {
    const { items, cursor } = await table.query(query);
    return {
      records: items.map((item) => parseRecord(kind.schema, item)),
      ...(cursor !== undefined && { cursor }),
    };
  };
  return {
    async get(key) {
      const item = await table.get(key);
      return item && parseRecord(kind.schema, item);
    },
    async getMany(keys) {
      const items = await table.getMany(keys);
      return items.flatMap((item) => (item ? [parseRecord(kind.schema, item)] : []));
    },
    put: (value, condition, durability) =>
      table.put({ ...kind.place(value), data: value }, condition, durability),
    delete: (key, ifVersion) => table.delete(key, ifVersion === undefined ? undefined : { ifVersion }),
    page,
    async *all(query) {
      let cursor: string | undefined;
      do {
        const listed = await page({ limit: 1000, ...query, ...(cursor !== undefined && { cursor }) });
        yield* listed.records;
        cursor = listed.cursor;
      } while (cursor !== undefined);
    },
  };
}

function parseRecord<Value>(schema: z.ZodType<Value>, item: Item): Versioned<Value> {
  const parsed = schema.safeParse(item.data);
  if (parsed.success) return { value: parsed.data, version: item.version };
  throw new BadRecord(
    `The record ${item.pk}/${item.sk} cannot be read (${problemsIn(parsed.error)}); restore it from a backup or delete it`,
    { cause: parsed.error },
  );
}

/** What is wrong with stored JSON, field by field, in one line. */
export function problemsIn(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
    .join("; ");
}

/** A moment as it stands in keys: sorts by time. */
export function utcOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** The expiry of a record that is good until `ms`. */
export function expirySeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** Takes the parts of a page's wish that were given. */
export function pageOf(wanted: PageWanted = {}): PageWanted {
  const { limit, cursor, backwards } = wanted;
  return {
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
    ...(backwards !== undefined && { backwards }),
  };
}

/** Everything a list holds, for lists that are known to be short. */
export async function gather<Value>(
  records: AsyncGenerator<Versioned<Value>, void, undefined>,
): Promise<readonly Versioned<Value>[]> {
  const gathered: Versioned<Value>[] = [];
  for await (const each of records) gathered.push(each);
  return gathered;
}
