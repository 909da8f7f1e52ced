import type { StreamSecret } from "../../domain/ids.ts";
import { secretHash } from "../../stores/secret-hash.ts";

/** Under what a stream's files are handed out by addresses of their own: replacing its secret revokes them. */
export function grantOf(secret: StreamSecret): string {
  return secretHash(secret).slice(0, 16);
}
