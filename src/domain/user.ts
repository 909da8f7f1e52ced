import type { UserName } from "./ids.ts";

/** An admin sets things up; a member uses them. */
export type Role = "admin" | "member";

/** A person who may sign in. */
export type User = {
  readonly name: UserName;
  readonly role: Role;
  /** A PHC string; never leaves the server. */
  readonly passwordHash: string;
  readonly createdAtMs: number;
};
