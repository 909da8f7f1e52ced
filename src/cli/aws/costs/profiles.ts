/** A month in the life of a family (or of what one imagines). */
export type Profile = {
  readonly apiCalls: number;
  /** Billed milliseconds of a call, without the start. */
  readonly apiMs: number;
  readonly coldStarts: number;
  /** Items of up to 1 KB. Includes heartbeats of the listener. */
  readonly tableWrites: number;
  /** Items of up to 4 KB, eventually consistent: half a unit each. */
  readonly tableReads: number;
  readonly tableGb: number;
  readonly audioGbKept: number;
  readonly audioGbPlayed: number;
  readonly audioRequests: number;
  /** Requests of players for slots, whoever answers them. */
  readonly slotRequests: number;
  /** Streams that somebody makes, edits or deletes, as far as the edge is to be told. */
  readonly streamsChanged: number;
  readonly filesWritten: number;
  /** GB-seconds of the worker: ingest and speech. */
  readonly workerGbSeconds: number;
  readonly workerCalls: number;
  readonly logGb: number;
};

/**
 * `light`: a family with two players. `medium`: ten players, a hundred hours of listening. From the study of the project's
 * own traffic (60,000 and 400,000 calls); `aws costs --deployed` puts what was counted in their place.
 */
export const profiles = {
  light: {
    apiCalls: 60_000,
    apiMs: 20,
    coldStarts: 600,
    tableWrites: 130_000,
    tableReads: 400_000,
    tableGb: 0.1,
    audioGbKept: 5,
    audioGbPlayed: 6,
    audioRequests: 30_000,
    slotRequests: 3_000,
    streamsChanged: 40,
    filesWritten: 500,
    workerGbSeconds: 2_000,
    workerCalls: 100,
    logGb: 0.2,
  },
  medium: {
    apiCalls: 400_000,
    apiMs: 20,
    coldStarts: 1_500,
    tableWrites: 700_000,
    tableReads: 2_500_000,
    tableGb: 0.3,
    audioGbKept: 30,
    audioGbPlayed: 60,
    audioRequests: 300_000,
    slotRequests: 30_000,
    streamsChanged: 60,
    filesWritten: 3_000,
    workerGbSeconds: 12_000,
    workerCalls: 600,
    logGb: 1,
  },
} as const satisfies Record<string, Profile>;

/** Parses `--what-if audioGbKept=200,apiCalls=1000000` onto a profile; names what it does not know. */
export function whatIf(base: Profile, text: string): Profile | { readonly unknown: string } {
  const changed: Record<string, number> = { ...base };
  for (const part of text.split(",")) {
    const [name = "", value] = part.split("=").map((each) => each.trim());
    if (!(name in base) || value === undefined || !(Number(value) >= 0)) return { unknown: part };
    changed[name] = Number(value);
  }
  return { ...base, ...changed };
}
