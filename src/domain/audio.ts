import type { AudioId } from "./ids.ts";

/** MP3 as its frames say it is. `bitrateKbps` of a variable-rate file is its average, rounded. */
export type Mp3Format = {
  readonly sampleRateHz: number;
  readonly channels: "mono" | "stereo";
  readonly bitrateKbps: number;
  readonly constantBitrate: boolean;
};

/**
 * How a frame's number becomes its byte offset, counted from the first audio frame. Constant-rate files whose padding
 * follows the usual accumulator need one number; all others a thinned table: `offsets[i]` is where frame
 * `i * framesPerPoint` begins.
 */
export type FramePlaces =
  | { readonly by: "padding"; readonly phase: number }
  | { readonly by: "table"; readonly framesPerPoint: number; readonly offsets: readonly number[] };

/** Where the frames of an MP3 are, so that a byte offset is a time and joins are exact. `bytes` is all frames together. */
export type FrameIndex = {
  readonly frames: number;
  readonly samplesPerFrame: number;
  readonly bytes: number;
  readonly places: FramePlaces;
};

/** A piece of audio in the library. The bytes under `fileKey` are frames only: no ID3, no Xing, no trailing tags. */
export type Audio = {
  readonly id: AudioId;
  readonly title: string;
  /** The name it had when it came, for people; never a path. */
  readonly originalName: string;
  readonly fileKey: string;
  readonly bytes: number;
  readonly seconds: number;
  /** SHA-256 of the stored bytes, hex: the same sound twice is one. */
  readonly sha256: string;
  readonly format: Mp3Format;
  readonly index: FrameIndex;
  readonly addedAtMs: number;
  readonly tags: readonly string[];
};
