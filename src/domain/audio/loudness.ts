/**
 * Integrated loudness after ITU-R BS.1770-4: K-weighting, 400 ms blocks overlapping by three quarters, gates at −70 LUFS
 * and 10 LU below the mean of what passed. One or two channels, both of weight 1. Takes the sound in pieces of any length.
 */
export type LoudnessMeter = {
  /** As many arrays as channels, equally long. */
  add(channels: readonly Float32Array[]): void;
  /** LUFS of all so far; `undefined` for silence. Sound shorter than one block is measured whole, without gates. */
  integratedLufs(): number | undefined;
};

const stepsPerBlock = 4;

export function createLoudnessMeter(sampleRateHz: number, channelCount: number): LoudnessMeter {
  const filters = Array.from({ length: channelCount }, () => createKFilter(sampleRateHz));
  const stepSamples = Math.round(sampleRateHz / 10);
  const stepEnergies: number[] = [];
  let inStep = 0;
  let stepEnergy = 0;
  return {
    add(channels) {
      const length = channels[0]?.length ?? 0;
      for (let at = 0; at < length; ) {
        const taken = Math.min(stepSamples - inStep, length - at);
        for (const [number, filter] of filters.entries()) {
          const samples = channels[number];
          if (samples !== undefined) stepEnergy += filter.energy(samples, at, at + taken);
        }
        at += taken;
        inStep += taken;
        if (inStep === stepSamples) {
          stepEnergies.push(stepEnergy);
          stepEnergy = 0;
          inStep = 0;
        }
      }
    },
    integratedLufs() {
      const blocks: number[] = [];
      for (let first = 0; first + stepsPerBlock <= stepEnergies.length; first += 1) {
        let energy = 0;
        for (let step = 0; step < stepsPerBlock; step += 1) energy += stepEnergies[first + step] ?? 0;
        blocks.push(energy / (stepsPerBlock * stepSamples));
      }
      if (blocks.length === 0) {
        const samples = stepEnergies.length * stepSamples + inStep;
        return samples === 0 ? undefined : audible(sum(stepEnergies) + stepEnergy, samples);
      }
      const gate = energyOf(-70);
      const loud = blocks.filter((energy) => energy > gate);
      if (loud.length === 0) return undefined;
      const relativeGate = mean(loud) / 10;
      return lufsOf(mean(loud.filter((energy) => energy > relativeGate)));
    },
  };
}

function audible(energy: number, samples: number): number | undefined {
  const lufs = lufsOf(energy / samples);
  return lufs > -70 ? lufs : undefined;
}

function lufsOf(meanSquare: number): number {
  return -0.691 + 10 * Math.log10(meanSquare);
}

function energyOf(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The two biquads of BS.1770 annex 1, for any sample rate (the analogue prototypes behind its 48 kHz tables). */
function createKFilter(sampleRateHz: number): {
  /** Sum of squares of the filtered samples `from` (inclusive) to `to`. */
  energy(samples: Float32Array, from: number, to: number): number;
} {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const shelfQ = 0.7071752369554196;
  const gain = 10 ** (3.999843853973347 / 20);
  const middle = gain ** 0.4996667741545416;
  const norm = 1 + shelf / shelfQ + shelf * shelf;
  const b0 = (gain + (middle * shelf) / shelfQ + shelf * shelf) / norm;
  const b1 = (2 * (shelf * shelf - gain)) / norm;
  const b2 = (gain - (middle * shelf) / shelfQ + shelf * shelf) / norm;
  const a1 = (2 * (shelf * shelf - 1)) / norm;
  const a2 = (1 - shelf / shelfQ + shelf * shelf) / norm;

  const pass = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const passQ = 0.5003270373238773;
  const passNorm = 1 + pass / passQ + pass * pass;
  const c1 = (2 * (pass * pass - 1)) / passNorm;
  const c2 = (1 - pass / passQ + pass * pass) / passNorm;

  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
  return {
    energy(samples, from, to) {
      let sum = 0;
      let [p1, p2, q1, q2, r1, r2] = [x1, x2, y1, y2, z1, z2];
      for (let at = from; at < to; at += 1) {
        const x = samples[at] ?? 0;
        // What the sample before has to be known for comes last, so that the processor need not wait for it.
        const y = b0 * x + b1 * p1 + b2 * p2 - a2 * q2 - a1 * q1;
        const z = y + (q2 - 2 * q1 - c2 * r2) - c1 * r1;
        p2 = p1;
        p1 = x;
        q2 = q1;
        q1 = y;
        r2 = r1;
        r1 = z;
        sum += z * z;
      }
      // Filters that ring out into denormal numbers are a hundred times slower; nobody hears 1e-20.
      [x1, x2, y1, y2, z1, z2] = [p1, p2, flushed(q1), flushed(q2), flushed(r1), flushed(r2)];
      return sum;
    },
  };
}

function flushed(value: number): number {
  return Math.abs(value) < 1e-20 ? 0 : value;
}
