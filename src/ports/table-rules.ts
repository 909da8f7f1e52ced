import { createHash } from "node:crypto";
import {
  BadCursor,
  BadItem,
  type Condition,
  ItemTooLarge,
  type Key,
  type NewItem,
  type Query,
} from "./table.ts";

/** The rules that every table keeps before it touches its storage, so that adapters cannot differ in them. */

/** Most bytes of JSON that an item's data may have. */
const itemBytesMax = 350 * 1024;
const keyBytesMax = 1024;

/** Throws {@link BadItem} for a key that some table could not hold. */
export function checkKey(key: Key): void {
  checkKeyPart("partition key", key.pk);
  checkKeyPart("sort key", key.sk);
}

function checkKeyPart(what: string, text: string): void {
  const wrong =
    text === ""
      ? "is empty"
      : text.includes("\0")
        ? "contains NUL"
        : !text.isWellFormed()
          ? "is not well-formed Unicode"
          : text.length > keyBytesMax / 3 && Buffer.byteLength(text) > keyBytesMax
            ? `is longer than ${keyBytesMax} bytes`
            : undefined;
  if (wrong !== undefined)
    throw new BadItem(`The ${what} ${wrong}: ${JSON.stringify(text.slice(0, 60))}; build another key`);
}

/** The item's data as JSON text. Throws {@link ItemTooLarge} or {@link BadItem}. */
export function checkItem(item: NewItem): string {
  checkKey(item);
  if (item.index !== undefined) checkKey(item.index);
  if (item.expiresAt !== undefined && !Number.isSafeInteger(item.expiresAt))
    throw new BadItem(`expiresAt of ${nameOf(item)} is not a whole number of seconds; round it up`);
  const json = JSON.stringify(item.data);
  if (json.length > itemBytesMax / 3 && Buffer.byteLength(json) > itemBytesMax)
    throw new ItemTooLarge(
      `The item ${nameOf(item)} has ${Buffer.byteLength(json)} bytes of JSON and may have ${itemBytesMax}; keep the bulk in a file`,
    );
  return json;
}

/** Whether a condition asks for a version; narrows the two kinds. */
export function wantsVersion(condition: Condition | undefined): condition is { readonly ifVersion: number } {
  return condition !== undefined && "ifVersion" in condition;
}

/** A query with its defaults filled in and its bounds made one range of sort keys. */
export type PlainQuery = {
  readonly pk: string;
  readonly inIndex: boolean;
  readonly mayLag: boolean;
  readonly backwards: boolean;
  readonly limit: number;
  /** Inclusive. */
  readonly from: string | undefined;
  /** Inclusive. */
  readonly to: string | undefined;
  /** Exclusive: the first text after all that begin with the prefix. */
  readonly below: string | undefined;
  /** Where the page before ended. */
  readonly after: CursorPlace | undefined;
};

/** A place in a query's order: the sort key there and, in the index, the item's own key that breaks ties. */
export type CursorPlace = { readonly sk: string; readonly item?: Key };

/** Throws {@link BadItem} for a query that makes no sense and {@link BadCursor} for a foreign cursor. */
export function plainQuery(query: Query): PlainQuery {
  checkKeyPart("partition key", query.pk);
  const { prefix, from, to, limit = 100 } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new BadItem(`A page has 1 to 1000 items, not ${limit}; choose another limit`);
  if (prefix !== undefined && (from !== undefined || to !== undefined))
    throw new BadItem("A query takes a prefix or a range, not both; drop one of them");
  return {
    pk: query.pk,
    inIndex: query.inIndex ?? false,
    mayLag: query.mayLag ?? false,
    backwards: query.backwards ?? false,
    limit,
    from: prefix ?? from,
    to,
    below: prefix === undefined ? undefined : afterPrefix(prefix),
    after: query.cursor === undefined ? undefined : placeOf(query, query.cursor),
  };
}

/** The smallest text above all that begin with `prefix`, by UTF-8 bytes; `undefined` when there is none. */
function afterPrefix(prefix: string): string | undefined {
  const points = [...prefix].map((each) => each.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

/** Order by UTF-8 bytes, which is the order by code points; JavaScript's own is by UTF-16 units and differs past U+FFFF. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return liftSurrogate(a) - liftSurrogate(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other unit. */
function liftSurrogate(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** The cursor for the page after `place`; only the same query takes it back. */
export function cursorAfter(query: Query, place: CursorPlace): string {
  const said = place.item === undefined ? [place.sk] : [place.sk, place.item.pk, place.item.sk];
  return Buffer.from(JSON.stringify([...said, sealOf(query, said)])).toString("base64url");
}

function placeOf(query: Query, cursor: string): CursorPlace {
  const said = textsIn(cursor);
  const seal = said.pop();
  const [sk, itemPk, itemSk] = said;
  const expected = query.inIndex ? 3 : 1;
  if (sk === undefined || said.length !== expected || seal !== sealOf(query, said))
    throw new BadCursor("This cursor does not belong to this list; start again from the first page");
  return itemPk === undefined || itemSk === undefined ? { sk } : { sk, item: { pk: itemPk, sk: itemSk } };
}

function textsIn(cursor: string): string[] {
  try {
    const said: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(said) && said.every((each) => typeof each === "string") ? said : [];
  } catch {
    return [];
  }
}

/** Binds a cursor to its query, so that one of another list is told from ours. No protection against forgery is needed. */
function sealOf({ pk, inIndex, prefix, from, to, backwards }: Query, said: readonly string[]): string {
  const facts = [pk, inIndex ?? false, prefix ?? null, from ?? null, to ?? null, backwards ?? false, said];
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 12);
}

/** Whether an item is past its time. */
export function isExpired(expiresAt: number | undefined, nowMs: number): boolean {
  return expiresAt !== undefined && expiresAt * 1000 <= nowMs;
}

function nameOf(key: Key): string {
  return `${key.pk}/${key.sk}`;
}
