/** Makes sound in memory out of a short file: of a minute or two, not of a book. */
export type SoundDecoder = {
  /** One channel, −1…1. `undefined`: no sound that we can read. */
  decode(
    bytes: Uint8Array,
  ): Promise<{ readonly sampleRateHz: number; readonly samples: Float32Array } | undefined>;
};
