import { peakCeiling } from "../../domain/audio/level.ts";
import { createLoudnessMeter, type LoudnessMeter } from "../../domain/audio/loudness.ts";
import { sketchWaveform } from "../../domain/audio/waveform.ts";
import { Unreadable } from "./sound-piece.ts";
import type { SoundSource } from "./sound-source.ts";

/** What one hears listening to all of it once. */
export type Heard = {
  readonly sampleRateHz: number;
  /** Channels as decoded; `isMono` tells whether they say the same. */
  readonly width: number;
  readonly isMono: boolean;
  readonly lufs: number | undefined;
  readonly peak: number;
  readonly waveform: Uint8Array;
};

/** Side energy under this share of the whole is what lossy coding leaves of one voice on two channels. */
const monoSideShare = 1e-5;

/** Throws `Unreadable` (`no-sound`) when there is not one sample. */
export async function hear(source: SoundSource, progress: (share: number) => void): Promise<Heard> {
  const waveform = sketchWaveform();
  let meter: LoudnessMeter | undefined;
  let [sampleRateHz, width, side, all] = [0, 0, 0, 0];
  for await (const piece of source.pieces()) {
    meter ??= createLoudnessMeter(piece.sampleRateHz, piece.channels.length);
    ({ sampleRateHz } = piece);
    width = piece.channels.length;
    meter.add(piece.channels);
    waveform.add(piece.channels);
    const [left, right] = piece.channels;
    if (left !== undefined && right !== undefined) {
      const energy = energyOf(left, right);
      side += energy.side;
      all += energy.all;
    }
    progress(piece.share);
  }
  if (meter === undefined) throw new Unreadable("no-sound");
  return {
    sampleRateHz,
    width,
    isMono: width === 1 || side <= all * monoSideShare,
    lufs: meter.integratedLufs(),
    peak: waveform.peak(),
    waveform: waveform.points(),
  };
}

function energyOf(left: Float32Array, right: Float32Array): { readonly side: number; readonly all: number } {
  let [side, all] = [0, 0];
  for (let at = 0; at < left.length; at += 1) {
    const [l, r] = [left[at] ?? 0, right[at] ?? 0];
    side += (l - r) * (l - r);
    all += l * l + r * r;
  }
  return { side, all };
}

/** What is written down of what was heard, once it is louder or quieter by `gain`. */
export function sketchOf(lufs: number | undefined, waveform: Uint8Array, gain: number) {
  const most = gain === 1 ? 255 : 255 * peakCeiling;
  const leveled = waveform.map((point) => Math.round(Math.min(most, point * gain)));
  return {
    ...(lufs === undefined ? {} : { lufs: Math.round(lufs * 100) / 100 }),
    waveform: Buffer.from(leveled).toString("base64"),
  };
}
