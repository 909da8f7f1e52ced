import { waveformPoints } from "./audio.ts";
import { peakIn } from "./pcm.ts";

/** Collects peaks of a sound of unknown length in little space. */
export type WaveformSketch = {
  add(channels: readonly Float32Array[]): void;
  /** {@link waveformPoints} bytes, 255 is full scale; all 0 for nothing. */
  points(): Uint8Array;
  /** The largest sample met, as a magnitude. */
  peak(): number;
};

const mostBuckets = waveformPoints * 16;

export function sketchWaveform(): WaveformSketch {
  let samplesPerBucket = 256;
  let buckets: number[] = [];
  let peak = 0;
  let inBucket = 0;
  let most = 0;
  return {
    add(channels) {
      const length = channels[0]?.length ?? 0;
      for (let at = 0; at < length; ) {
        const end = Math.min(length, at + samplesPerBucket - inBucket);
        for (const samples of channels) peak = Math.max(peak, peakIn(samples, at, end));
        inBucket += end - at;
        at = end;
        if (inBucket < samplesPerBucket) continue;
        buckets.push(peak);
        most = Math.max(most, peak);
        peak = 0;
        inBucket = 0;
        if (buckets.length < mostBuckets) continue;
        buckets = buckets.flatMap((value, index) =>
          index % 2 === 0 ? [Math.max(value, buckets[index + 1] ?? 0)] : [],
        );
        samplesPerBucket *= 2;
      }
    },
    peak: () => Math.max(most, peak),
    points() {
      const all = inBucket > 0 ? [...buckets, peak] : buckets;
      return Uint8Array.from({ length: waveformPoints }, (_, point) => {
        const from = Math.floor((point * all.length) / waveformPoints);
        const to = Math.max(from + 1, Math.floor(((point + 1) * all.length) / waveformPoints));
        return Math.round(255 * Math.min(1, Math.max(0, ...all.slice(from, to))));
      });
    },
  };
}
