import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Passwords } from "../../ports/passwords.ts";
import { type Argon2Hash, type Argon2Parameters, parsePhc, toPhc } from "./phc.ts";

const derive = promisify(argon2);

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; some 20 ms. */
const asOwaspSays: Argon2Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 };
const saltBytes = 16;
const hashBytes = 32;

/**
 * Passwords by argon2id, in node's own implementation: in its thread pool, nothing native to install. Tests that are about
 * something else name cheaper parameters.
 */
export function createPasswords(usual: Argon2Parameters = asOwaspSays): Passwords {
  // What a name that nobody has is compared with, so that it takes as long as one that somebody has.
  const nobody: Argon2Hash = { ...usual, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      return toPhc({ ...usual, salt, hash: await hashOf(password, { ...usual, salt }, hashBytes) });
    },
    async verify(password, stored) {
      const known = stored === undefined ? undefined : parsePhc(stored);
      const expected = known ?? nobody;
      const same = timingSafeEqual(await hashOf(password, expected, expected.hash.length), expected.hash);
      return known !== undefined && same;
    },
    isStale(stored) {
      const known = parsePhc(stored);
      if (known === undefined) return true;
      return (
        known.memoryKib !== usual.memoryKib || known.passes !== usual.passes || known.lanes !== usual.lanes
      );
    },
  };
}

async function hashOf(
  password: string,
  { memoryKib, passes, lanes, salt }: Omit<Argon2Hash, "hash">,
  length: number,
): Promise<Uint8Array> {
  return derive("argon2id", {
    message: password,
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: length,
  });
}
