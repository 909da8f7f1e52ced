import type { AudioId, PlayerId, StreamId } from "../ids.ts";
import type { LiveState } from "../stories/live-script.ts";
import type { LiveWalk } from "../stories/live-walk.ts";
import type { LocalDate } from "../time/local-time.ts";
import type { EndingGiven } from "./gentle-ending.ts";

/** What a slot was answered with, so that a player that asks again gets the same. */
export type SlotAnswer = {
  /** Heard as one, in this order. */
  readonly audio: readonly AudioId[];
  /** What was left out at the beginning of the first piece. */
  readonly fromSeconds?: number;
  /** It was the first of an answer without an end. */
  readonly endless?: true;
  /** The ending that it was given with. */
  readonly ending?: EndingGiven;
  /** How long it plays. */
  readonly seconds: number;
  /** Which player it was for, if that was known. */
  readonly playerId?: PlayerId;
  readonly firstAskedAtMs: number;
  readonly lastAskedAtMs: number;
};

/** Where a listener is in a list that is told piece by piece: what it was given last, and where that stood. */
export type Progress = {
  readonly last: AudioId;
  readonly index: number;
  /** How often the list was through before: each time it is mixed anew. */
  readonly round: number;
  /** The day it was given, where that counts. */
  readonly date?: LocalDate;
};

/** One listener's way through a stream. Requests are hints (players prefetch and retry), never proof of hearing. */
export type Listening = {
  readonly streamId: StreamId;
  /** Whom we take the listener to be: `player:<id>`, `book` for all together, or a hash of where it asks from. */
  readonly listener: string;
  /** When this time of listening began: everything mixed is mixed once for it. */
  readonly startedAtMs: number;
  readonly lastAskedAtMs: number;
  /** Of a player: where it asked from last. */
  readonly askedFrom?: string;
  /** By slot name, of this time of listening. */
  readonly answers: Readonly<Record<string, SlotAnswer>>;
  /** By playlist. Stays when a new time begins. */
  readonly progress: Readonly<Record<string, Progress>>;
  /** Of a story that is told slot by slot: where the listener is in it. */
  readonly walk?: LiveWalk<LiveState>;
};
