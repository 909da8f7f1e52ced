import type { Chance } from "../../ports/chance.ts";

const digits = "0123456789abcdefghijklmnopqrstuv";
const secretDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Chance that repeats: the same seed gives the same ids, secrets and fractions. For tests only. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  let ids = 0;
  /** mulberry32 */
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const text = (letters: string, length: number) =>
    Array.from({ length }, () => letters.charAt(Math.floor(fraction() * letters.length))).join("");
  return {
    fraction,
    secret: (bits) => text(secretDigits, Math.ceil(bits / 6)),
    id: () => `${String(++ids).padStart(10, "0")}${text(digits, 16)}`,
  };
}
