/** Randomness, as it comes from outside. */
export type Chance = {
  /** 0 ≤ n < 1, for jitter; never for secrets. */
  fraction(): number;
  /** Unguessable: `bits` of randomness as base64url without padding. */
  secret(bits: number): string;
  /** A new identifier: sortable by time of creation, letters and digits only. */
  id(): string;
};
