import { z } from "zod";

/**
 * Field types for payloads that others write: each takes the forms seen in the wild and is simply absent when it makes no
 * sense, so that one bad field never costs the others.
 */
export function field<Value>(read: (raw: unknown) => Value | undefined) {
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
  return typeof number === "number" && number >= low && number <= high ? number : undefined;
}
export const numberFrom = (low: number, high: number) => field((raw) => readNumber(raw, low, high));

/** A whole number in a range, also as text or with decimals. */
export const wholeFrom = (low: number, high: number) =>
  field((raw) => {
    const number = readNumber(raw, low, high);
    return number === undefined ? undefined : Math.round(number);
  });

/** Seconds, not negative and not more than 68 years. */
export const seconds = wholeFrom(0, 2_147_483_647);
/** Counts of bytes or KiB. */
export const amount = wholeFrom(0, Number.MAX_SAFE_INTEGER);

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
export const wordOf = <const Word extends string>(...words: readonly Word[]) =>
  field((raw) => {
    const said = readText(raw)?.toLowerCase();
    return words.find((word) => word === said);
  });

/** A list whose bad entries are left out; anything else is an empty list. */
export function listOf<Schema extends z.ZodType>(entry: Schema) {
  return z
    .unknown()
    .transform((raw): z.output<Schema>[] =>
      Array.isArray(raw)
        ? raw.flatMap((each) => {
            const parsed = entry.safeParse(each);
            return parsed.success ? [parsed.data] : [];
          })
        : [],
    )
    .default([]);
}

type Told<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The same object without the fields that are `undefined`. */
export function told<Fields extends object>(fields: Fields): Told<Fields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Told<Fields>;
}
