import { hoursAMonth } from "./shape.ts";

/** A month in the life of a family (or of what one imagines). */
export type Profile = {
  readonly apiCalls: number;
  /** Billed milliseconds of a call, without the start. */
  readonly apiMs: number;
  readonly coldStarts: number;
  readonly players: number;
  /** Hours in which a listener listens, as far as what it does is not in the other figures. */
  readonly listenerHours: number;
  /** Hours in which a player plays, all of them together. */
  readonly hoursPlayed: number;
  /** Units of 1 KB that the API and the worker write: sessions, edits, orders, requests for slots. */
  readonly tableWrites: number;
  /** Items of up to 4 KB that they read, eventually consistent: half a unit each. */
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
 * `light`: a family with two players. `medium`: ten players, a hundred hours of listening each. From the study of the project's
 * own traffic (60,000 and 400,000 calls; of its 700,000 writes and 2,500,000 reads, what the listener does is counted apart).
 * `aws costs --deployed` puts what was counted in their place.
 */
export const profiles = {
  light: {
    apiCalls: 60_000,
    apiMs: 20,
    coldStarts: 600,
    players: 2,
    listenerHours: hoursAMonth,
    hoursPlayed: 100,
    tableWrites: 60_000,
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
    players: 10,
    listenerHours: hoursAMonth,
    hoursPlayed: 1_000,
    tableWrites: 310_000,
    tableReads: 1_700_000,
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
