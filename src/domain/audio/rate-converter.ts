/** Changes the sample rate of one channel, piece by piece, without what the new rate cannot carry. */
export type RateConverter = {
  process(samples: Float32Array): Float32Array;
  /** The rest, once. */
  end(): Float32Array;
};

/** Zero crossings of the sinc on either side: more than 60 dB of image rejection. */
const crossings = 16;
/** The share of the range that is kept; the rest is the filter's slope. */
const kept = 0.92;

/** Windowed sinc (Blackman), one row of weights for each place that a new sample can have between two old ones. */
export function createRateConverter(fromHz: number, toHz: number): RateConverter {
  if (fromHz === toHz) return { process: (samples) => samples, end: () => new Float32Array(0) };
  const divisor = commonDivisor(fromHz, toHz);
  const [step, places] = [fromHz / divisor, toHz / divisor];
  const cutoff = kept * Math.min(1, toHz / fromHz);
  const reach = Math.ceil(crossings / cutoff);
  const rows = Array.from({ length: places }, (_, place) => weightsAt(place / places, reach, cutoff));

  let held = new Float32Array(reach - 1); // silence before the beginning
  /** Where the next new sample is: an old one in what is held, and how many places after it. */
  let [at, place] = [reach - 1, 0];
  function run(samples: Float32Array): Float32Array {
    const input = new Float32Array(held.length + samples.length);
    input.set(held);
    input.set(samples, held.length);
    const output = new Float32Array(Math.max(0, Math.ceil(((input.length - reach - at) * places) / step)));
    let made = 0;
    while (at + reach < input.length) {
      const row = rows[place];
      let sum = 0;
      const first = at - reach + 1;
      if (row !== undefined)
        for (let tap = 0; tap < row.length; tap += 1) sum += (row[tap] ?? 0) * (input[first + tap] ?? 0);
      output[made] = sum;
      made += 1;
      place += step;
      at += Math.floor(place / places);
      place %= places;
    }
    const from = Math.min(input.length, at - reach + 1);
    held = input.slice(from);
    at -= from;
    return output.subarray(0, made);
  }
  return { process: run, end: () => run(new Float32Array(reach)) };
}

/** Weights of the old samples around a new one that lies `after` behind the middle one; together they are 1. */
function weightsAt(after: number, reach: number, cutoff: number): Float64Array {
  const row = Float64Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - after;
    const phase = (Math.PI * distance) / reach;
    const window = 0.42 + 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
    const turn = Math.PI * distance * cutoff;
    return Math.abs(distance) >= reach ? 0 : window * (turn === 0 ? 1 : Math.sin(turn) / turn);
  });
  const sum = row.reduce((total, weight) => total + weight, 0);
  return row.map((weight) => weight / sum);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
