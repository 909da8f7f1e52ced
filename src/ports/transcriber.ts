import type { TranscriptLine } from "../domain/audio/transcript.ts";

/** A recording to be listened to. */
export type RecordingToHear = {
  /** The same for the same work: asked again, a service goes on with what it had begun. Letters, digits and `-`. */
  readonly id: string;
  /** Where it is among the files. */
  readonly fileKey: string;
  readonly codec: "mp3" | "aac";
  readonly seconds: number;
  /** It as a file of this machine, for those who need one. */
  path(): Promise<string>;
  /** BCP 47; left out, the engine finds out itself. */
  readonly language?: string;
  readonly signal: AbortSignal;
  /** Called with the share done, 0–1, by those who know. */
  readonly onProgress?: (share: number) => void;
};

export type WrittenDown =
  | { readonly ok: true; readonly language?: string; readonly lines: readonly TranscriptLine[] }
  /** It can never be done, or not as the engine is set up; the sentence and the hint are for people. */
  | { readonly ok: false; readonly why: string; readonly hint: string };

/** Writes down what is said in recordings. Throws `Unavailable` when the engine has trouble, and the signal's reason. */
export type Transcriber = {
  /** Short stable name of the engine: stands with the transcript. */
  readonly engine: string;
  /** Nobody speaking gives no lines. */
  transcribe(recording: RecordingToHear): Promise<WrittenDown>;
};
