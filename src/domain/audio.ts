import type { AudioId } from "./ids.ts";

/** MP3 as its frames say it is. */
export type Mp3Format = {
  readonly sampleRateHz: number;
  readonly channels: "mono" | "stereo";
  readonly bitrateKbps: number;
  readonly constantBitrate: boolean;
};

/**
 * Where the frames of an MP3 are, so that a byte offset is a time and joins are exact. `seek[i]` is the byte offset of
 * frame `i * framesPerSeekPoint`, counted from the first audio frame; absent for CBR without padding differences worth keeping.
 */
export type FrameIndex = {
  readonly frames: number;
  readonly samplesPerFrame: number;
  readonly bytes: number;
  readonly framesPerSeekPoint: number;
  readonly seek: readonly number[];
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
