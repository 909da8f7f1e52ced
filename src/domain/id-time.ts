const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/** When an id was made, as its first ten digits say (a ULID, of any case); `undefined` for ids of another kind. */
export function idTimeMs(id: string): number | undefined {
  if (!/^[0-9a-hjkmnp-tv-z]{26}/i.test(id)) return undefined;
  let ms = 0;
  for (const digit of id.slice(0, 10).toLowerCase()) ms = ms * 32 + digits.indexOf(digit);
  return ms;
}
