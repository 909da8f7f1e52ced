import { z } from "zod";

/** Reads one value as others write it: in any of the forms seen in the wild, `undefined` when it makes no sense. */
export type Reader<Value> = (raw: unknown) => Value | undefined;

/** A reader as a field of a schema: absent when it makes no sense, so that one bad field never costs the others. */
export function field<Value>(read: Reader<Value>) {
  return z
    .unknown()
    .transform((raw) => read(raw))
    .optional();
}

const longestText = 2_000;

/** Text, or a number written as text; empty, and anything longer than 2000 characters, is absent. */
export const text = field(readText);
export function readText(raw: unknown): string | undefined {
  if (typeof raw === "number" && Number.isFinite(raw)) return String(raw);
  if (typeof raw !== "string") return undefined;
  const trimmed = raw.trim();
  // Half a surrogate pair would not survive being written as UTF-8.
  return trimmed === "" || trimmed.length > longestText ? undefined : trimmed.toWellFormed();
}

/** A number in a range, also as text; outside the range it is absent. */
export function readNumber(raw: unknown, low: number, high: number): number | undefined {
  const number = typeof raw === "string" && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(raw) ? Number(raw) : raw;
  // JSON can say -0, which would count as another value than 0.
  return typeof number === "number" && number >= low && number <= high ? number + 0 : undefined;
}
export const numberFrom = (low: number, high: number) => field(numberReader(low, high));
export const numberReader =
  (low: number, high: number): Reader<number> =>
  (raw) =>
    readNumber(raw, low, high);

/** A whole number in a range, also as text or with decimals. */
export const wholeReader =
  (low: number, high: number): Reader<number> =>
  (raw) => {
    const number = readNumber(raw, low, high);
    return number === undefined ? undefined : Math.round(number) + 0;
  };

/** Seconds, not negative and not more than 68 years. */
export const readSeconds = wholeReader(0, 2_147_483_647);
export const seconds = field(readSeconds);
/** Counts of bytes or KiB. */
export const readAmount = wholeReader(0, Number.MAX_SAFE_INTEGER);
export const amount = field(readAmount);

/** Yes or no as `true`, `1`, `"true"`, `"1"`, `"on"` and their opposites. */
export const flag = field(readFlag);
export function readFlag(raw: unknown): boolean | undefined {
  switch (typeof raw === "string" ? raw.trim().toLowerCase() : raw) {
    case true:
    case 1:
    case "1":
    case "true":
    case "on":
      return true;
    case false:
    case 0:
    case "0":
    case "false":
    case "off":
      return false;
    default:
      return undefined;
  }
}

/** One of the given words, whatever its case. */
export const wordOf = <const Word extends string>(...words: readonly Word[]) => field(wordReader(...words));
export const wordReader =
  <const Word extends string>(...words: readonly Word[]): Reader<Word> =>
  (raw) => {
    const said = readText(raw)?.toLowerCase();
    return words.find((word) => word === said);
  };

/** A list whose bad entries are left out; anything else is an empty list. */
export function listOf<Schema extends z.ZodType>(entry: Schema) {
  return z
    .unknown()
    .transform((raw) => (Array.isArray(raw) ? goodOnes(entry, raw) : []))
    .default([]);
}

/** The list that an answer is about: its bad entries are left out, too, but without a list the answer is none. */
export function answerListOf<Schema extends z.ZodType>(entry: Schema) {
  return countedListOf(entry).transform(({ read }) => read);
}

/** The same with the number of entries that were left out, for who draws conclusions from what is missing. */
export function countedListOf<Schema extends z.ZodType>(entry: Schema) {
  return z.array(z.unknown()).transform((raw) => {
    const read = goodOnes(entry, raw);
    return { read, unreadable: raw.length - read.length };
  });
}

function goodOnes<Schema extends z.ZodType>(entry: Schema, raw: readonly unknown[]): z.output<Schema>[] {
  return raw.flatMap((each) => {
    const parsed = entry.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
}

type Told<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The same object without the fields that are `undefined`. */
export function told<Fields extends object>(fields: Fields): Told<Fields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Told<Fields>;
}

/** The fields of a report under our names, each with the name it has there and its reader. */
export type FieldReaders<Fields> = {
  readonly [Name in keyof Fields]-?: readonly [theirs: string, Reader<Exclude<Fields[Name], undefined>>];
};

/**
 * Reads reports field by field; what makes no sense is absent. A schema would do the same at several times the cost, and reports
 * come by the thousand each second.
 */
export function reportReader<Fields extends object>(readers: FieldReaders<Fields>) {
  const each = Object.entries(readers) as [keyof Fields, readonly [string, Reader<Fields[keyof Fields]>]][];
  return (payload: object): Fields => {
    const said = payload as Record<string, unknown>;
    const report: Partial<Fields> = {};
    for (const [ours, [theirs, read]] of each) {
      const raw = said[theirs];
      const value = raw === undefined ? undefined : read(raw);
      if (value !== undefined) report[ours] = value;
    }
    return report as Fields;
  };
}
