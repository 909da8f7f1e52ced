import { createHash, createHmac } from "node:crypto";
import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import type { Switches } from "../switches.ts";

/** Bytes the cloud keeps: audio, covers, icons, family images. */
export type StoredMedia = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the cloud says it is, e.g. `audio/ogg` for every transcoded upload. */
  readonly contentType: string;
  /** Length of audio; 0 for anything else. */
  readonly seconds: number;
};

/** Bytes by their SHA-256, and addresses for them that expire. */
export type Media = {
  /** Keeps the bytes and returns their hash: base64url without padding, 43 characters. */
  put(media: StoredMedia): string;
  /** Keeps bytes under an id that is not their hash: the few well-known ids of the real cloud. */
  putAs(id: string, media: StoredMedia): void;
  get(hash: string): StoredMedia | undefined;
  list(): readonly (readonly [id: string, media: StoredMedia])[];
  has(hash: string): boolean;
  /** `…/secure-media/<prefix>~/<hash>?Expires=…#sha256=<hash>`; another one on each call. */
  signedUrl(hash: string, forSeconds?: number): string;
  /** Whether this path and query were handed out by `signedUrl` and still hold. */
  checkSigned(prefix: string, hash: string, query: URLSearchParams): "good" | "expired" | "forged";
  /** `…/card-content/<prefix>~/pub/<hash>`: covers and card icons, no expiry. */
  publicUrl(hash: string, shelf: "pub/" | ""): string;
  iconUrl(hash: string): string;
  /** Where a station of the shop really plays: here. */
  radioUrl(station: string): string;
};

/** Where the shop's cards say that their stations are. */
export const radioHost = "https://radio.invalid/";

type Deps = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly switches: Switches;
  readonly origin: () => string;
};

export function createMedia({ clock, chance, switches, origin }: Deps): Media {
  const stored = new Map<string, StoredMedia>();
  const key = chance.alphanumerics(32);
  const sign = (prefix: string, hash: string, expires: string) =>
    createHmac("sha256", key).update(`${prefix}/${hash}/${expires}`).digest("base64url");

  return {
    put: (media) => {
      const hash = createHash("sha256").update(media.bytes).digest("base64url");
      stored.set(hash, media);
      return hash;
    },
    putAs: (id, media) => void stored.set(id, media),
    get: (hash) => stored.get(hash),
    list: () => [...stored],
    has: (hash) => stored.has(hash),
    signedUrl: (hash, forSeconds = switches.signedUrlSeconds) => {
      const prefix = chance.alphanumerics(12);
      const expires = String(Math.floor(clock.nowMs() / 1_000) + forSeconds);
      const query = new URLSearchParams({
        Expires: expires,
        Policy: Buffer.from(JSON.stringify({ Expires: Number(expires) })).toString("base64url"),
        Signature: sign(prefix, hash, expires),
        "Key-Pair-Id": "PRETENDKEY",
      });
      return `${origin()}/secure-media/${prefix}~/${hash}?${query}#sha256=${hash}`;
    },
    checkSigned: (prefix, hash, query) => {
      const expires = query.get("Expires") ?? "";
      if (query.get("Signature") !== sign(prefix, hash, expires)) return "forged";
      return Number(expires) * 1_000 < clock.nowMs() ? "expired" : "good";
    },
    publicUrl: (hash, shelf) => `${origin()}/card-content/${hash.slice(0, 8)}~/${shelf}${hash}`,
    iconUrl: (hash) => `${origin()}/icons/${hash}`,
    radioUrl: (station) => `${origin()}/radio/${station}`,
  };
}
