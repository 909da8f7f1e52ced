import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/**
 * Writes `wanted` over `current` without losing what `wanted` does not speak of: objects are merged field by field; a list
 * whose entries all have a `key` takes the order and the members of `wanted`, each merged with the old entry of the same
 * key; anything else is replaced.
 */
export function mergeJson(current: JsonObject, wanted: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(current));
  for (const [name, value] of Object.entries(wanted)) merged.set(name, mergeValue(merged.get(name), value));
  return Object.fromEntries(merged);
}

function mergeValue(current: Json | undefined, wanted: Json): Json {
  if (isJsonObject(current) && isJsonObject(wanted)) return mergeJson(current, wanted);
  const before = keyed(current);
  const after = keyed(wanted);
  if (before === undefined || after === undefined) return wanted;
  return after.map(([key, entry]) => {
    const old = before.find(([oldKey]) => oldKey === key)?.[1];
    return old === undefined ? entry : mergeJson(old, entry);
  });
}

/** The entries by their keys, if this is a list in which every entry has one of its own. */
function keyed(value: Json | undefined): (readonly [string, JsonObject])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.flatMap((entry: Json) => {
    const key = isJsonObject(entry) ? entry["key"] : undefined;
    return isJsonObject(entry) && typeof key === "string" ? [[key, entry] as const] : [];
  });
  const distinct = new Set(entries.map(([key]) => key)).size;
  return entries.length === value.length && distinct === value.length ? entries : undefined;
}
