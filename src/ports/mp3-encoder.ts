import type { Pcm } from "../domain/audio/pcm.ts";

/** Makes MP3 of sound in memory. Every method may throw `Unavailable`. */
export type Mp3Encoder = {
  /**
   * Answers canonical MP3: constant rate, 44.1 kHz whatever the sound's own rate, as many channels as the sound, frames only. With
   * `targetLufs` the sound is brought to that loudness first, its peaks held. Throws the signal's reason when that comes.
   */
  encode(
    sound: Pcm,
    options: {
      readonly bitrateKbps: Mp3Bitrate;
      readonly targetLufs?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<Uint8Array>;
};

/** Constant rates we make: 64 for one voice, 128 for music, more where somebody asks for it. */
export type Mp3Bitrate = 48 | 64 | 96 | 128 | 160 | 192 | 256 | 320;
