import { joinSamples } from "./pcm.ts";

/** A note of a chime: a bell-like tone that fades by itself. */
export type Note = { readonly hertz: number; readonly seconds: number };

/** Notes one after the other, each struck like a small bell (three partials, 8 ms attack, exponential decay). One channel. */
export function chime(notes: readonly Note[], sampleRateHz: number): Float32Array {
  return joinSamples(notes.map((note) => bell(note, sampleRateHz)));
}

/** Up a major chord: something begins. */
export const openingNotes: readonly Note[] = [
  { hertz: 523.25, seconds: 0.28 },
  { hertz: 659.26, seconds: 0.28 },
  { hertz: 783.99, seconds: 0.9 },
];

/** Down again: the end. */
export const closingNotes: readonly Note[] = [
  { hertz: 783.99, seconds: 0.3 },
  { hertz: 659.26, seconds: 0.3 },
  { hertz: 523.25, seconds: 1.2 },
];

const partials = [
  { times: 1, level: 0.3, decay: 3 },
  { times: 2, level: 0.1, decay: 5 },
  { times: 3.01, level: 0.05, decay: 8 },
];
const attackSeconds = 0.008;
const releaseSeconds = 0.02;

function bell({ hertz, seconds }: Note, sampleRateHz: number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  for (let at = 0; at < samples.length; at += 1) {
    const time = at / sampleRateHz;
    const edges = Math.min(1, time / attackSeconds, (seconds - time) / releaseSeconds);
    let sum = 0;
    for (const { times, level, decay } of partials)
      sum += level * Math.exp(-decay * time) * Math.sin(2 * Math.PI * hertz * times * time);
    samples[at] = sum * Math.max(0, edges);
  }
  return samples;
}
