/**
 * How a player behaves as an HTTP client of stream tracks. Yoto publishes nothing about it, so the pretend players come
 * in all the ways an ESP32 firmware may be written; a server must serve each of them.
 */
export type FetchProfile = {
  readonly httpVersion: "1.0" | "1.1";
  readonly keepAlive: boolean;
  readonly headFirst: boolean;
  /** Asks twice and hangs up on the first answer after some bytes. */
  readonly getTwice: boolean;
  /** After a break it goes on with `Range: bytes=N-` instead of beginning again. */
  readonly resumesWithRange: boolean;
  /** Hangs up once after this many bytes (or half of a shorter track). */
  readonly hangsUpAfterBytes: number | undefined;
  readonly maxRedirects: number;
  /** Begins to fetch what may come next while a track still plays; `play` keeps those bytes, `refetch` asks again. */
  readonly prefetches: "never" | "refetch" | "play";
  /** Pieces it reads at a time, with a pause between. */
  readonly reads: { readonly bytes: number; readonly everyMs: number } | undefined;
  readonly startsAfterBytes: number;
};

export type FetchProfileName = keyof typeof fetchProfiles;

const plain: FetchProfile = {
  httpVersion: "1.1",
  keepAlive: false,
  headFirst: false,
  getTwice: false,
  resumesWithRange: false,
  hangsUpAfterBytes: undefined,
  maxRedirects: 3,
  prefetches: "never",
  reads: undefined,
  startsAfterBytes: 64 * 1_024,
};

export const fetchProfiles = {
  plain,
  "keep-alive": { ...plain, keepAlive: true },
  "head-first": { ...plain, headFirst: true },
  "range-resume": { ...plain, resumesWithRange: true, hangsUpAfterBytes: 96 * 1_024 },
  "double-get": { ...plain, getTwice: true },
  "prefetch-next": { ...plain, prefetches: "refetch" },
  "prefetch-play": { ...plain, prefetches: "play" },
  "no-redirect": { ...plain, maxRedirects: 0 },
  "slow-reader": { ...plain, reads: { bytes: 2_048, everyMs: 80 }, startsAfterBytes: 8 * 1_024 },
  http10: { ...plain, httpVersion: "1.0" },
} satisfies Record<string, FetchProfile>;

/** The profile of that name, changed where wanted. */
export function fetchProfile(name: FetchProfileName, changes: Partial<FetchProfile> = {}): FetchProfile {
  return { ...fetchProfiles[name], ...changes };
}
