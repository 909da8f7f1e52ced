import { asMono } from "../../domain/audio/downmix.ts";
import { peakCeiling } from "../../domain/audio/level.ts";
import { createLimiter } from "../../domain/audio/limiter.ts";
import { createLoudnessMeter } from "../../domain/audio/loudness.ts";
import { createMp3Scanner, type ScannedMp3 } from "../../domain/audio/scan-mp3.ts";
import type { Converted } from "../../ports/audio-converter.ts";
import { startLame } from "./lame.ts";
import { createOutputFile } from "./output-file.ts";
import { Unreadable } from "./sound-piece.ts";
import type { SoundSource, SourcePiece } from "./sound-source.ts";

/** What the MP3 is to be. */
export type Shape = {
  readonly mono: boolean;
  readonly bitrateKbps: 64 | 128 | 192;
  readonly sampleRateHz: number;
};

/** Limiting takes loudness away where peaks are high: hears how much on the beginning, and gives it back. */
export function settledGain(
  beginning: readonly SourcePiece[],
  shape: Shape,
  peak: number,
  gain: number,
): number {
  if (peak * gain <= peakCeiling) return gain;
  const lufsAt = (level: number, ceiling: number): number | undefined => {
    const meter = createLoudnessMeter(shape.sampleRateHz, shape.mono ? 1 : 2);
    const leveler = createLeveler(shape, level, ceiling);
    for (const { channels } of beginning) meter.add(leveler.process(channels));
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

/** Writes the source as MP3 frames. A gain of 1 changes nothing, not even peaks. Throws `Unreadable` when nothing comes. */
export async function encodeSource(
  source: SoundSource,
  shape: Shape,
  gain: number,
  to: string,
  progress: (share: number) => void,
): Promise<{ readonly converted: Extract<Converted, { ok: true }>; readonly lufs: number | undefined }> {
  const { sampleRateHz, bitrateKbps } = shape;
  const run = await startLame({ sampleRateHz, bitrateKbps, channels: shape.mono ? 1 : 2 });
  const meter = createLoudnessMeter(sampleRateHz, shape.mono ? 1 : 2);
  const leveler = createLeveler(shape, gain, gain === 1 ? Number.POSITIVE_INFINITY : peakCeiling);
  const scanner = createMp3Scanner();
  const file = createOutputFile(to);
  const write = (frames: readonly Uint8Array[]) => {
    for (const each of frames) file.write(each);
  };
  const take = (samples: readonly Float32Array[]) => {
    meter.add(samples);
    write(scanner.push(run.encode(samples)));
  };
  let scanned: ScannedMp3;
  try {
    for await (const { channels, share } of source.pieces()) {
      take(leveler.process(channels));
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
  return { converted: { ok: true, format, index, seconds, ...written }, lufs: meter.integratedLufs() };
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
