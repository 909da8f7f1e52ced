/** What the programs on AWS and the deployment in `infra/` must call by the same name. */

/** The programs, each bundled to `dist/aws/<name>/<name>.mjs`; a function's handler is its export `handler`. */
export const bundleNames = ["api", "worker", "relay", "listener", "guard"] as const;
export type BundleName = (typeof bundleNames)[number];

/** The table's one index. */
export const indexName = "GSI1";

/** Where S3 holds what players and parents fetch by capability path; nothing else is readable through CloudFront. */
export const filePrefixes = ["audio", "covers", "originals"] as const;

/** What else we keep there, for ourselves: files on their way in, speech that was made, books, what is searched. */
export const ownPrefixes = ["uploads", "speech", "books", "search"] as const;

/** Facts in the log (`fact` of a JSON line) that alarms and the dashboard count. */
export const countedFacts = {
  /** Once a minute, by whoever listens. */
  listenerBeat: "listener-beat",
  /** Yoto wants the family to be linked again. */
  linkAgain: "yoto-link-again",
  tokenNotRenewed: "yoto-token-not-renewed",
  signInRefused: "sign-in-refused",
  tookOver: "account-taken",
} as const;

/**
 * So many jobs are worked on at a time at most, one a call of the worker's function. A new account runs ten calls of all functions
 * together; the others are the API's and the listener's.
 */
export const workerCallsAtOnce = 6;

/** Room on the worker's own disk: as much as Lambda has, for a tenth of a cent an hour. */
export const workerRoomGib = 10;

/** A file of so many bytes at most finds room there, with what becomes of it. */
export const fileBytesMost = 5_000_000_000;

/** What a schedule calls the worker's function with: `{"scheduled": …}` instead of a message of the queue. */
export const scheduledWork = {
  /** Every `TOKEN_REFRESH_INTERVAL_HOURS`: refresh what is due, unless a listener that beats does it. */
  refreshTokens: "refresh-tokens",
  /** Every five minutes when the listener is at home: tell `listener-beat` if it beat lately. */
  watchListener: "watch-listener",
  /** Every hour: ask podcasts for what is new, take away old trash and uploads that led to nothing. */
  maintainLibrary: "tend-library",
} as const;

/** What is kept encrypted in SSM under `PARAMETER_PREFIX`. */
export const parameterNames = {
  keyRing: "key-ring",
  originSecret: "origin-secret",
  capabilityKey: "capability-key",
  publicUrl: "public-url",
  yotoClientId: "yoto-client-id",
  yotoClientSecret: "yoto-client-secret",
} as const;
