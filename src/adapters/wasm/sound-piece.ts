import type { ChannelOrder } from "../../domain/audio/downmix.ts";

/** A piece of decoded sound, and which share of the file has been read, 0–1. Its arrays belong to whom it is given. */
export type SoundPiece = {
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array[];
  readonly order: ChannelOrder;
  readonly share: number;
};

/** A file that turned out not to hold sound we can read. Becomes an answer, never an error, at the converter's edge. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  readonly why: "empty" | "not-audio" | "no-sound" | "damaged" | "protected" | "unsupported";
  constructor(why: Unreadable["why"], cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
    this.why = why;
  }
}
