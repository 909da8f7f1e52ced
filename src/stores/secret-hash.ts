import { createHash } from "node:crypto";

/** SHA-256 of an unguessable text, as base64url: what is stored in its place. Not for passwords. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
