import { peakIn } from "./pcm.ts";

/** Turns sound up or down and keeps its peaks under a ceiling. Works on pieces; gives back what is finished. */
export type Limiter = {
  /** Equally long arrays, one per channel; answers new ones, delayed by up to two blocks where there is a ceiling. */
  process(channels: readonly Float32Array[]): readonly Float32Array[];
  /** The rest, once, after the last piece. */
  end(): readonly Float32Array[];
};

const blockSamples = 128;
const releasePerBlock = 0.02;
const nothing = new Float32Array(0);

/**
 * Applies `gain` and holds every sample within ±`ceiling`. The gain moves in straight lines from block edge to block edge
 * (128 samples), is lowered one block ahead of a peak, and comes back at about 7 dB in a tenth of a second; channels move together.
 * Without a ceiling (infinite) there is only the gain.
 */
export function createLimiter(options: {
  readonly channels: number;
  readonly gain: number;
  readonly ceiling: number;
}): Limiter {
  const { gain, ceiling } = options;
  const silent = Array.from({ length: options.channels }, () => nothing);
  if (ceiling === Number.POSITIVE_INFINITY)
    return { process: (channels) => channels.map((samples) => turned(samples, gain)), end: () => silent };
  let carry: readonly Float32Array[] = silent;
  let edge = 1;

  function run(pieces: readonly Float32Array[], isLast: boolean): readonly Float32Array[] {
    const sound = carry.map((held, number) => joined(held, pieces[number] ?? nothing));
    const length = sound[0]?.length ?? 0;
    const blocks = isLast
      ? Math.ceil(length / blockSamples)
      : Math.max(0, Math.floor(length / blockSamples) - 1);
    const done = Math.min(length, blocks * blockSamples);
    let allowed = allowedIn(sound, 0);
    for (let block = 0; block < blocks; block += 1) {
      const next = allowedIn(sound, block + 1);
      const target = Math.min(allowed, next, edge + releasePerBlock);
      ramp(sound, block * blockSamples, Math.min(edge, allowed), target);
      edge = target;
      allowed = next;
    }
    carry = sound.map((samples) => samples.slice(done));
    return sound.map((samples) => samples.subarray(0, done));
  }

  function allowedIn(sound: readonly Float32Array[], block: number): number {
    let peak = 0;
    for (const samples of sound)
      peak = Math.max(peak, peakIn(samples, block * blockSamples, (block + 1) * blockSamples));
    return peak * gain > ceiling ? ceiling / (peak * gain) : 1;
  }

  function ramp(sound: readonly Float32Array[], first: number, from: number, to: number): void {
    const step = ((to - from) / blockSamples) * gain;
    for (const samples of sound) {
      const end = Math.min(samples.length, first + blockSamples);
      let level = from * gain;
      for (let at = first; at < end; at += 1) {
        samples[at] = (samples[at] ?? 0) * level;
        level += step;
      }
    }
  }

  return { process: (channels) => run(channels, false), end: () => run([], true) };
}

function turned(samples: Float32Array, gain: number): Float32Array {
  if (gain === 1) return samples;
  const out = new Float32Array(samples.length);
  for (let at = 0; at < out.length; at += 1) out[at] = (samples[at] ?? 0) * gain;
  return out;
}

/** Always a new array: it is worked on in place. */
function joined(held: Float32Array, piece: Float32Array): Float32Array {
  const both = new Float32Array(held.length + piece.length);
  both.set(held);
  both.set(piece, held.length);
  return both;
}
