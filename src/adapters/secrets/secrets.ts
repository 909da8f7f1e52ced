import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { SealBroken, type Secrets } from "../../ports/secrets.ts";
import type { KeyRing } from "./key-ring.ts";

/** Where the ring comes from. `reload` is asked once for a key that is not on it: another process may have rotated. */
export type KeyRingSource = { ring(): KeyRing; reload(): Promise<KeyRing> };

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;
const shape = /^s1\.(k\d+)\.([A-Za-z0-9_-]+)$/;

/** Secrets with the keys of a ring. A sealed text is `s1.<key's name>.<iv, ciphertext and tag as base64url>`. */
export function createSecrets(source: KeyRingSource): Secrets {
  return {
    async seal(plain, purpose) {
      const { current, keys } = source.ring();
      const key = keys.get(current);
      if (key === undefined) throw new Error(`The key ring lacks its own current key ${current}; restore it`);
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(boundTo(current, purpose));
      const sealed = Buffer.concat([iv, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `s1.${current}.${sealed.toString("base64url")}`;
    },

    async open(sealed, purpose) {
      const [, name = "", text = ""] = shape.exec(sealed) ?? [];
      const bytes = Buffer.from(text, "base64url");
      if (bytes.length < ivBytes + tagBytes) throw new SealBroken("This is no sealed text; store it anew");
      const opened = (ring: KeyRing) => plainOf(ring, name, bytes, purpose);
      // Another process may have added a key, or put another home's ring in the place of ours.
      const plain = opened(source.ring()) ?? opened(await source.reload());
      if (plain !== undefined) return plain;
      throw new SealBroken(
        source.ring().keys.has(name)
          ? "This sealed text was altered or sealed for something else; link again"
          : `The key ${name} that sealed this is gone; restore the key file, or link again`,
      );
    },

    isStale(sealed) {
      return shape.exec(sealed)?.[1] !== source.ring().current;
    },
  };
}

/** `undefined`: the ring has no such key, or it does not fit. */
function plainOf(ring: KeyRing, name: string, bytes: Buffer, purpose: string): string | undefined {
  const key = ring.keys.get(name);
  if (key === undefined) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes))
      .setAAD(boundTo(name, purpose))
      .setAuthTag(bytes.subarray(-tagBytes));
    const plain = [decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()];
    return Buffer.concat(plain).toString("utf8");
  } catch {
    return undefined;
  }
}

function boundTo(keyName: string, purpose: string): Buffer {
  return Buffer.from(`${keyName}\n${purpose}`);
}
