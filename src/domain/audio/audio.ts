import type { AudioId, StoryId } from "../ids.ts";

/**
 * Sound as its frames say it is. `bitrateKbps` of a variable-rate file is its average, rounded. `aac` is ADTS: what came as
 * AAC and could not be decoded here is kept so, never lost.
 */
export type AudioFormat = {
  readonly codec: "mp3" | "aac";
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

/** Where the frames are, so that a byte offset is a time and joins are exact. `bytes` is all frames together. */
export type FrameIndex = {
  readonly frames: number;
  readonly samplesPerFrame: number;
  readonly bytes: number;
  readonly places: FramePlaces;
};

/** A piece of audio in the library. The bytes under `fileKey` are frames only (MP3 without ID3, Xing and tags, or ADTS). */
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
  readonly format: AudioFormat;
  readonly index: FrameIndex;
  readonly addedAtMs: number;
  readonly tags: readonly string[];
  readonly artist?: string;
  readonly album?: string;
  /** Integrated loudness (BS.1770-4); absent for silence and for what was never decoded. */
  readonly lufs?: number;
  /** {@link waveformPoints} peaks over the whole length, one byte each (255 is full scale), as base64. */
  readonly waveform?: string;
  /** The picture that came with it, among the files. */
  readonly coverKey?: string;
  readonly chapters?: readonly Chapter[];
  /** The file it was made of, where that was to be kept. */
  readonly original?: OriginalFile;
  /** The story that it was spoken for. Absent as soon as anybody else has a share in it. */
  readonly madeFor?: StoryId;
  /** Whose transcript there is of it: an engine's, or the text it was made of. The lines are kept beside. */
  readonly transcriptBy?: string;
  /** Since when it lies in the trash: nothing plays it from then on. */
  readonly trashedAtMs?: number;
};

/** A file as somebody sent it, and which stretch of it a piece is. Pieces of one file share it. */
export type OriginalFile = {
  readonly key: string;
  readonly bytes: number;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
};

/** How long what was deleted can be had back. */
export const trashKeptMs = 30 * 86_400_000;

/** In place of the time when it came into the trash: its files are being deleted, and nobody can have it back. */
export const doomedAtMs = 0;

/** A named place inside a piece of audio. In order of time. */
export type Chapter = { readonly title: string; readonly startSeconds: number };

/** How many peaks a waveform has. */
export const waveformPoints = 240;
