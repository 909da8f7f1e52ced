/** Chance that repeats: the same seed gives the same world. */
export type PretendChance = {
  /** 0 ≤ n < 1. */
  fraction(): number;
  between(low: number, high: number): number;
  /** `length` letters and digits. */
  alphanumerics(length: number): string;
};

/** mulberry32: small, fast, good enough to shake a simulator. */
export function seededChance(seed: number): PretendChance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return {
    fraction,
    between: (low, high) => low + fraction() * (high - low),
    alphanumerics: (length) =>
      Array.from({ length }, () => letters.charAt(Math.floor(fraction() * letters.length))).join(""),
  };
}
