import type { AudioId, StreamId } from "./ids.ts";

/** What a slot was answered with, so that a player that asks again gets the same. */
export type SlotAnswer = {
  readonly audioId: AudioId;
  readonly firstAskedAtMs: number;
  readonly lastAskedAtMs: number;
};

/** One listener's way through a stream. Requests are hints (players prefetch and retry), never proof of hearing. */
export type Listening = {
  readonly streamId: StreamId;
  /** Whom we take the listener to be: a player's id, or what else tells one from another. */
  readonly listener: string;
  readonly startedAtMs: number;
  readonly lastAskedAtMs: number;
  /** By slot name. */
  readonly answers: Readonly<Record<string, SlotAnswer>>;
};
