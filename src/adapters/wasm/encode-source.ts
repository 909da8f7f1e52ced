import { asMono } from "../../domain/audio/downmix.ts";
import { peakCeiling } from "../../domain/audio/level.ts";
import { createLimiter } from "../../domain/audio/limiter.ts";
import { createLoudnessMeter } from "../../domain/audio/loudness.ts";
import { giveBack } from "../../domain/audio/pcm.ts";
import { createMp3Scanner, type ScannedMp3 } from "../../domain/audio/scan-mp3.ts";
import type { Converted } from "../../ports/audio-converter.ts";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import type { KeptConversion, SoFar } from "./kept-conversion.ts";
import { startLame } from "./lame.ts";
import { createOutputFile } from "./output-file.ts";
import { Unreadable } from "./sound-piece.ts";
import type { SoundSource, SourcePiece } from "./sound-source.ts";

/** What the MP3 is to be. */
export type Shape = {
  readonly mono: boolean;
  readonly bitrateKbps: Mp3Bitrate;
  readonly sampleRateHz: number;
};

/** How much of a recording is listened to for what limiting takes away. */
const settledSeconds = 30;

/** Limiting takes loudness away where peaks are high: hears how much on samples of the beginning, and gives it back. */
export function settledGain(
  beginning: readonly SourcePiece[],
  shape: Shape,
  peak: number,
  gain: number,
): number {
  if (peak * gain <= peakCeiling) return gain;
  const heard = someOf(beginning, settledSeconds * shape.sampleRateHz);
  const lufsAt = (level: number, ceiling: number): number | undefined => {
    const meter = createLoudnessMeter(shape.sampleRateHz, shape.mono ? 1 : 2);
    const leveler = createLeveler(shape, level, ceiling);
    for (const { channels } of heard) meter.add(leveler.process(channels));
    meter.add(leveler.end());
    return meter.integratedLufs();
  };
  const wanted = lufsAt(gain, Number.POSITIVE_INFINITY);
  let settled = gain;
  for (let round = 0; round < 3 && wanted !== undefined; round += 1) {
    const lufs = lufsAt(settled, peakCeiling);
    if (lufs === undefined || wanted - lufs < 0.1) break;
    settled *= 10 ** ((wanted - lufs) / 20);
  }
  return settled;
}

/** Pieces from all over, about so many samples together; all of them where there are no more. */
function someOf(pieces: readonly SourcePiece[], samples: number): readonly SourcePiece[] {
  const all = pieces.reduce((sum, { channels }) => sum + (channels[0]?.length ?? 0), 0);
  const each = Math.max(1, Math.ceil(all / samples));
  return pieces.filter((_, number) => number % each === 0);
}

/** What is known of the sound before it is written, and how loud it is to be. */
export type Level = {
  readonly gain: number;
  /** The largest sample there will be: what stays under the ceiling needs no limiter. */
  readonly peak: number;
  /** In the shape it will have. */
  readonly lufs: number | undefined;
};

/** Quieter than this, turning it up lets stretches through the gate of the measure that were not heard before. */
const surelyGatedLufs = -50;

/** What is kept on the way, and what was heard before. */
export type KeptOnTheWay = { readonly conversion: KeptConversion; readonly heard: SoFar["heard"] };

/**
 * Writes the source as MP3 frames. A gain of 1 changes nothing, not even peaks. Where an earlier run was kept, everything is done once
 * more but LAME's part, which is most of it. Throws `Unreadable` when nothing comes.
 */
export async function encodeSource(
  source: SoundSource,
  shape: Shape,
  { gain, peak, lufs }: Level,
  to: string,
  progress: (share: number) => void,
  kept?: KeptOnTheWay,
): Promise<{ readonly converted: Extract<Converted, { ok: true }>; readonly lufs: number | undefined }> {
  const { sampleRateHz, bitrateKbps } = shape;
  const before = kept?.conversion.before;
  const channels = shape.mono ? 1 : 2;
  const run = await startLame({ sampleRateHz, bitrateKbps, channels, memory: before?.memory });
  const isLimited = gain !== 1 && peak * gain > peakCeiling;
  const isKnown = !isLimited && lufs !== undefined && lufs > surelyGatedLufs;
  const meter = isKnown ? undefined : createLoudnessMeter(sampleRateHz, channels);
  const leveler = createLeveler(shape, gain, isLimited ? peakCeiling : Number.POSITIVE_INFINITY);
  const scanner = createMp3Scanner();
  const file = createOutputFile(to);
  const write = (frames: readonly Uint8Array[]) => {
    for (const each of frames) file.write(each);
  };
  let toSkip = before?.samples ?? 0;
  let encoded = toSkip;
  let notKept: Uint8Array[] = [];
  const take = (samples: readonly Float32Array[], source: readonly Float32Array[] = []) => {
    meter?.add(samples);
    const length = samples[0]?.length ?? 0;
    const skipped = Math.min(toSkip, length);
    toSkip -= skipped;
    if (skipped < length || length === 0) {
      const sound = run.encode(skipped === 0 ? samples : samples.map((each) => each.subarray(skipped)));
      encoded += length - skipped;
      if (kept !== undefined) notKept.push(sound);
      write(scanner.push(sound));
    }
    for (const each of samples) if (!source.includes(each)) giveBack(each);
  };
  const keep = async ({ conversion, heard }: KeptOnTheWay) => {
    await conversion.keep({ heard, gain, memory: run.memory(), samples: encoded }, notKept);
    notKept = [];
  };
  let scanned: ScannedMp3;
  try {
    if (before !== undefined) for await (const sound of before.sound()) write(scanner.push(sound));
    for await (const { channels, share } of source.pieces()) {
      take(leveler.process(channels), channels);
      if (toSkip === 0 && kept?.conversion.isDue()) await keep(kept);
      progress(share);
    }
    take(leveler.end());
    write(scanner.push(run.end()));
    const end = scanner.end();
    write(end.frames);
    ({ scanned } = end);
  } catch (error) {
    file.end();
    throw error;
  }
  const written = file.end();
  if (!scanned.ok) throw new Unreadable("no-sound");
  const { format, index, seconds } = scanned;
  return {
    converted: { ok: true, format, index, seconds, ...written },
    lufs: isKnown ? lufs + 20 * Math.log10(gain) : meter?.integratedLufs(),
  };
}

/** Brings decoded channels into shape, and to their level. */
function createLeveler(shape: Shape, gain: number, ceiling: number) {
  const limiter = createLimiter({ channels: shape.mono ? 1 : 2, gain, ceiling });
  return {
    process(channels: readonly Float32Array[]): readonly Float32Array[] {
      const [left, right] = channels;
      if (left === undefined) return [];
      return limiter.process(shape.mono ? [asMono(channels)] : [left, right ?? left]);
    },
    end: () => limiter.end(),
  };
}
