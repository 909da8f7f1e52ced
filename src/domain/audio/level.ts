import { createLimiter } from "./limiter.ts";
import { createLoudnessMeter } from "./loudness.ts";
import { joinSamples, type Pcm } from "./pcm.ts";

/** As loud as podcasts and audiobooks are made, so that cards from many sources need no hand on the knob. */
export const usualLufs = -16;

/** −2 dBFS: MP3 encoding can add more than 1 dB to a peak. */
export const peakCeiling = 10 ** (-2 / 20);

/** Quieter recordings are mostly noise; turning them up further helps nobody. */
const mostGainDb = 20;
const none = new Float32Array(0);

/** The factor that brings `lufs` to `targetLufs`; 1 for silence. */
export function gainFor(lufs: number | undefined, targetLufs: number): number {
  return lufs === undefined ? 1 : 10 ** (Math.min(targetLufs - lufs, mostGainDb) / 20);
}

/**
 * The sound at `targetLufs` with its peaks held under {@link peakCeiling}. Limiting takes loudness away, so it is given back
 * in a few rounds.
 */
export function leveled(
  sound: Pcm,
  targetLufs: number,
): { readonly sound: Pcm; readonly lufs: number | undefined } {
  const before = measured(sound);
  let wanted = targetLufs;
  for (let round = 1; ; round += 1) {
    const after = limited(sound, gainFor(before, wanted));
    const lufs = measured(after);
    if (lufs === undefined || round === 5 || Math.abs(targetLufs - lufs) < 0.05)
      return { sound: after, lufs };
    wanted += targetLufs - lufs;
  }
}

function limited(sound: Pcm, gain: number): Pcm {
  const limiter = createLimiter({ channels: sound.channels.length, gain, ceiling: peakCeiling });
  const head = limiter.process(sound.channels);
  const tail = limiter.end();
  return {
    ...sound,
    channels: head.map((samples, channel) => joinSamples([samples, tail[channel] ?? none])),
  };
}

function measured(sound: Pcm): number | undefined {
  const meter = createLoudnessMeter(sound.sampleRateHz, sound.channels.length);
  meter.add(sound.channels);
  return meter.integratedLufs();
}
