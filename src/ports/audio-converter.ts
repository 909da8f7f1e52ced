import type { AudioFormat, Chapter, FrameIndex } from "../domain/audio/audio.ts";
import type { Silence } from "../domain/audio/find-silences.ts";

/** How a file is to sound: one voice (mono, 64 kbit/s), music (stereo, 128 kbit/s), as it is, or as its sound suggests. */
export type Treatment = "auto" | "speech" | "music" | "keep";

/** Why a file gives no sound. */
export type NoSound =
  | "empty" // not a byte
  | "not-audio" // some other kind of file
  | "no-sound" // a sound file of length 0
  | "damaged" // too broken to read, or cut off before its index
  | "protected" // encrypted by its shop
  | "unsupported"; // sound in a coding nobody here can read

/** What a file says of itself. Everything is as found: trim and cap before storing. */
export type SoundTags = {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly trackNumber?: number;
};

export type Probed =
  | {
      readonly ok: true;
      /** The container, by its content: `mp3`, `flac`, `wav`, `ogg`, `mp4`, `webm`, `adts`, or `other` where only ffmpeg knows. */
      readonly kind: string;
      readonly tags: SoundTags;
      readonly cover?: { readonly mime: string; readonly bytes: Uint8Array };
      readonly chapters: readonly Chapter[];
      /** As announced; the conversion counts. */
      readonly seconds?: number;
    }
  | { readonly ok: false; readonly why: NoSound };

export type Converted =
  | {
      readonly ok: true;
      readonly format: AudioFormat;
      readonly index: FrameIndex;
      readonly seconds: number;
      readonly bytes: number;
      /** SHA-256 of the written bytes, hex. */
      readonly sha256: string;
      readonly lufs?: number;
      readonly waveform?: string;
    }
  | { readonly ok: false; readonly why: NoSound };

/** A stretch of the file and where to write it. Without bounds: from the beginning, to the end. */
export type ConvertedPart = {
  readonly to: string;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
};

/** A stretch of a file in a montage, how loud (`gainDb` 0: as it is) and with which fades. */
export type Cut = {
  readonly path: string;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  readonly gainDb?: number;
  readonly fadeInSeconds?: number;
  /** Needs `toSeconds`. */
  readonly fadeOutSeconds?: number;
};

/** What comes between cuts: silence, or the end of one under the beginning of the next. A cross-fade wins. */
export type Between = { readonly gapSeconds?: number; readonly crossFadeSeconds?: number };

/**
 * Makes files that players play out of files that people have. Works on files of this machine, outside the event loop. Never
 * throws over what a file holds; throws `Unavailable` when the work itself broke off, `DiskFull`, and the signal's reason.
 */
export type AudioConverter = {
  probe(path: string, options?: { readonly signal?: AbortSignal }): Promise<Probed>;
  /**
   * Writes each part as canonical MP3 at `targetLufs` (default −16), peaks held. `keep` copies MP3 frames and AAC packets as they
   * are, also of a stretch. AAC that cannot be decoded here is copied in any case. One answer per part, in order; `onProgress` tells 0–1.
   * With `keepAt`, the beginning of paths, one that encodes a single part for long writes down now and then what it has, and `onKept`
   * tells of the new files: with all of them in their places again it goes on from there, and ends as if it had never been broken off.
   */
  convert(
    request: {
      readonly path: string;
      readonly parts: readonly ConvertedPart[];
      readonly treatment: Treatment;
      readonly targetLufs?: number;
      readonly keepAt?: string;
    },
    options?: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (share: number) => void;
      readonly onKept?: (files: readonly string[]) => void;
    },
  ): Promise<readonly Converted[]>;
  /**
   * Writes cuts one after the other as one canonical MP3; levels as in `convert`, at the rate of the best of them. With `keep`,
   * stretches of MP3 that are neither faded nor louder are copied frame by frame, their borders moved to the nearest frame.
   */
  assemble(
    request: {
      readonly cuts: readonly Cut[];
      readonly between: Between;
      readonly treatment: Treatment;
      readonly to: string;
    },
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void },
  ): Promise<Converted>;
  /** Stretches of at least `atLeastSeconds` whose level (RMS, 0 dB is full scale) is under `quieterThanDb`; none where nothing can be heard. */
  silences(
    path: string,
    wanted: { readonly quieterThanDb: number; readonly atLeastSeconds: number },
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly Silence[]>;
};
