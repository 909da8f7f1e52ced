import type { Stream } from "../../src/http/schema/stream.ts";
import { type HeardRun, pieceSeconds } from "./ear.ts";

/** One time of listening. */
export type Visit = {
  /** What is heard then: the letters, or what must be true of them. */
  readonly hears:
    | string
    | ((heard: string, runs: readonly HeardRun[], earlier: readonly string[]) => boolean);
  /** Default: a piece to its end, and a moment. */
  readonly forMs?: number;
  /** Somebody else's player takes the card. */
  readonly byAnother?: boolean;
  /** How long after the last one. Default: two hours. */
  readonly afterMs?: number;
  readonly before?: (streams: readonly Stream[]) => Promise<void>;
  /** When `meanwhile` happens. Default: when an eighth of the time is over. */
  readonly meanwhileMs?: number;
  /** Default, the first time: the server is started anew. */
  readonly meanwhile?: (streams: readonly Stream[]) => Promise<void> | void;
};

/** A rule as a family sets it up, and what it must sound like. */
export type HeardRule = {
  readonly rule: (player: string, another: string) => object;
  readonly ending?: object;
  readonly visits: readonly Visit[];
};

export const home = "Europe/London";
export const hourMs = 3_600_000;
/** So many pieces, and a moment. */
export const piecesMs = (count: number) => Math.ceil(count * pieceSeconds * 1000) + 2_500;
