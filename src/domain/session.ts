import type { SessionId, UserName } from "./ids.ts";

/** One browser that is signed in. Its secret is in the cookie only; `id` is the secret's SHA-256 and may be shown. */
export type Session = {
  readonly id: SessionId;
  readonly user: UserName;
  readonly createdAtMs: number;
  /** Last use, to the hour. */
  readonly seenAtMs: number;
  readonly expiresAtMs: number;
  /** What the browser called itself, for the list of sessions. */
  readonly device?: string;
};
