import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";

/** Keys by name, and the name of the one that seals. Older ones only open. */
export type KeyRing = { readonly current: string; readonly keys: ReadonlyMap<string, KeyObject> };

const keyBytes = 32;
const nameShape = /^k[1-9][0-9]{0,5}$/;

/** A ring with one new key. */
export function newKeyRing(): KeyRing {
  return { current: "k1", keys: new Map([["k1", newKey()]]) };
}

/** The ring with a new key that seals from now on. */
export function withNewKey({ keys }: KeyRing): KeyRing {
  const highest = Math.max(...[...keys.keys()].map((name) => Number(name.slice(1))));
  const current = `k${highest + 1}`;
  return { current, keys: new Map([...keys, [current, newKey()]]) };
}

/** The ring as text, for a 0600 file or an encrypted parameter. */
export function keyRingText({ current, keys }: KeyRing): string {
  const texts = [...keys].map(([name, key]) => [name, key.export().toString("base64")]);
  return `${JSON.stringify({ current, keys: Object.fromEntries(texts) }, undefined, 2)}\n`;
}

/** Reads a ring from its text; `where` names its place in the error. */
export function parseKeyRing(text: string, where: string): KeyRing {
  const broken = (cause?: unknown) =>
    new Error(`${where} holds no key ring; restore it from a backup, or remove it and link Yoto again`, {
      cause,
    });
  try {
    const { current, keys }: { current?: unknown; keys?: unknown } = JSON.parse(text);
    if (typeof current !== "string" || typeof keys !== "object" || keys === null) throw broken();
    const ring = {
      current,
      keys: new Map(Object.entries(keys).map(([name, key]) => [name, keyOf(name, key)])),
    };
    if (!ring.keys.has(current)) throw broken();
    return ring;
  } catch (cause) {
    throw broken(cause);
  }
}

function keyOf(name: string, text: unknown): KeyObject {
  const bytes = Buffer.from(String(text), "base64");
  if (!nameShape.test(name) || bytes.length !== keyBytes) throw new Error(`key ${name} is no key`);
  return createSecretKey(bytes);
}

function newKey(): KeyObject {
  return createSecretKey(randomBytes(keyBytes));
}
