/** What came out of the loudspeaker for one track: only frames that were really played count. */
export type Heard = {
  readonly url: string;
  readonly chapterKey: string;
  readonly trackKey: string;
  /** Where in the track it began. */
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly frames: number;
  /** SHA-256, hex, of the bytes of those frames in a row. */
  readonly sha256: string;
  readonly how: "sounding" | "ended" | "stopped" | "failed";
};
