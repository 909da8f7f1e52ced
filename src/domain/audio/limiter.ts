/** Turns sound up or down and keeps its peaks under a ceiling. Works on pieces; gives back what is finished. */
export type Limiter = {
  /** Equally long arrays, one per channel; answers new ones, delayed by up to one block. */
  process(channels: readonly Float32Array[]): readonly Float32Array[];
  /** The rest, once, after the last piece. */
  end(): readonly Float32Array[];
};

const blockSamples = 128;
const releasePerBlock = 0.02;

/**
 * Applies `gain` and holds every sample within ±`ceiling`. The gain moves in straight lines from block edge to block edge
 * (128 samples), is lowered one block ahead of a peak, and comes back at about 7 dB in a tenth of a second; channels move together.
 */
export function createLimiter(options: {
  readonly channels: number;
  readonly gain: number;
  readonly ceiling: number;
}): Limiter {
  const { gain, ceiling } = options;
  let carry: readonly Float32Array[] = Array.from({ length: options.channels }, () => new Float32Array(0));
  let edge = 1;

  function run(pieces: readonly Float32Array[], isLast: boolean): readonly Float32Array[] {
    const input = carry.map((held, number) => append(held, pieces[number] ?? new Float32Array(0)));
    const length = input[0]?.length ?? 0;
    const blocks = isLast
      ? Math.ceil(length / blockSamples)
      : Math.max(0, Math.floor(length / blockSamples) - 1);
    const done = Math.min(length, blocks * blockSamples);
    const output = input.map((samples) => samples.slice(0, done));
    let allowed = allowedIn(input, 0);
    for (let block = 0; block < blocks; block += 1) {
      const next = allowedIn(input, block + 1);
      const target = Math.min(allowed, next, edge + releasePerBlock);
      const start = Math.min(edge, allowed);
      ramp(output, block * blockSamples, start, target);
      edge = target;
      allowed = next;
    }
    carry = input.map((samples) => samples.slice(done));
    return output;
  }

  function allowedIn(input: readonly Float32Array[], block: number): number {
    let peak = 0;
    for (const samples of input) {
      const end = Math.min(samples.length, (block + 1) * blockSamples);
      for (let at = block * blockSamples; at < end; at += 1) {
        const sample = samples[at] ?? 0;
        const magnitude = sample < 0 ? -sample : sample;
        if (magnitude > peak) peak = magnitude;
      }
    }
    return peak * gain > ceiling ? ceiling / (peak * gain) : 1;
  }

  function ramp(output: readonly Float32Array[], first: number, from: number, to: number): void {
    const step = (to - from) / blockSamples;
    for (const samples of output) {
      const end = Math.min(samples.length, first + blockSamples);
      let level = from * gain;
      for (let at = first; at < end; at += 1) {
        samples[at] = (samples[at] ?? 0) * level;
        level += step * gain;
      }
    }
  }

  return { process: (channels) => run(channels, false), end: () => run([], true) };
}

function append(held: Float32Array, piece: Float32Array): Float32Array {
  if (held.length === 0) return piece;
  const both = new Float32Array(held.length + piece.length);
  both.set(held);
  both.set(piece, held.length);
  return both;
}
