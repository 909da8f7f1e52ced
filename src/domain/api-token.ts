import type { ApiTokenId, UserName } from "./ids.ts";

/** A key for a program that acts for a user. Shown once when made; `id` is its secret's SHA-256. */
export type ApiToken = {
  readonly id: ApiTokenId;
  readonly user: UserName;
  /** What its owner calls it. */
  readonly label: string;
  readonly createdAtMs: number;
  /** Last use, to the hour. */
  readonly usedAtMs?: number;
  readonly expiresAtMs?: number;
};
