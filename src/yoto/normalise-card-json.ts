import { isJsonObject, type Json, type JsonObject } from "../domain/json.ts";

/**
 * Turns the signed addresses of a resolved card back into `yoto:#<hash>`, everywhere in it. A card written with resolved
 * addresses breaks when they expire, within the hour. Everything else stays, covers and our own stream addresses included.
 */
export function normaliseCardJson(card: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(card).map(([name, value]) => [name, normalised(name, value)]));
}

function normalised(name: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => normalised(name, each));
  if (isJsonObject(value)) return normaliseCardJson(value);
  if (typeof value !== "string") return value;
  const hash = name === "trackUrl" ? audioHash(value) : /icon/i.test(name) ? iconHash(value) : undefined;
  return hash === undefined ? value : `yoto:#${hash}`;
}

const hashPattern = /^[\w-]{43}$/;

/** `https://secure-media.yotoplay.com/<prefix>/<hash>?…Signature=…#sha256=<hash>` */
function audioHash(address: string): string | undefined {
  const url = yotoUrl(address);
  if (url === undefined) return undefined;
  const named = /^#sha256=(.+)$/.exec(url.hash)?.[1];
  return [named, lastSegment(url)].find((hash) => hash !== undefined && hashPattern.test(hash));
}

/** `https://card-content.yotoplay.com/<prefix>/<mediaId>` or `https://media-secure-v2.api.yotoplay.com/icons/<mediaId>` */
function iconHash(address: string): string | undefined {
  const url = webUrl(address);
  const segment = url === undefined ? undefined : lastSegment(url);
  return segment !== undefined && hashPattern.test(segment) ? segment : undefined;
}

/** Addresses of Yoto's media, known by their host or, wherever it is, by the hash behind the `#`. */
function yotoUrl(address: string): URL | undefined {
  const url = webUrl(address);
  const isYotos = /(^|\.)(yotoplay\.com|yoto\.io)$/.test(url?.hostname ?? "");
  return isYotos || url?.hash.startsWith("#sha256=") ? url : undefined;
}

function webUrl(address: string): URL | undefined {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

const lastSegment = (url: URL) => url.pathname.split("/").at(-1);
