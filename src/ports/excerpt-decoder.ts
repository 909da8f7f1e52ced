/** What came out of a piece of sound when it was really decoded. */
export type DecodedExcerpt = {
  readonly seconds: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Frames that the decoder stumbled over. */
  readonly faults: number;
};

/** Decodes a stretch of MP3 that begins anywhere. `undefined`: not one frame could be decoded. */
export type ExcerptDecoder = { decodeMp3Excerpt(bytes: Uint8Array): Promise<DecodedExcerpt | undefined> };
