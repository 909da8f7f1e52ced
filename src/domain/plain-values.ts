type Defined<Fields> = { -readonly [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

/** The same object without the fields that are `undefined`: absent and unknown are one thing in our types. */
export function omitUndefined<Fields extends object>(fields: Fields): Partial<Defined<Fields>> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Partial<Defined<Fields>>;
}

/** Whether two plain values say the same. Meant for small records of ours: no cycles, no class instances. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
}
