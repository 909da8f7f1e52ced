/** Sound in memory: one array per channel (one or two, equally long), samples −1…1. */
export type Pcm = { readonly sampleRateHz: number; readonly channels: readonly Float32Array[] };

/** Seconds of sound. */
export function secondsOf(sound: Pcm): number {
  return (sound.channels[0]?.length ?? 0) / sound.sampleRateHz;
}

/** One channel of nothing. */
export function silence(seconds: number, sampleRateHz: number): Float32Array {
  return new Float32Array(Math.max(0, Math.round(seconds * sampleRateHz)));
}

/** Pieces of one channel, one after the other. */
export function joinSamples(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The largest sample of a stretch, as a magnitude; `to` may lie past the end. */
export function peakIn(samples: Float32Array, from: number, to: number): number {
  const end = Math.min(samples.length, to);
  let peak = 0;
  // Neither a sign chosen by hand nor `Math.max`: V8 makes an object of every number then, 14 bytes a sample.
  for (let at = from; at < end; at += 1) {
    const magnitude = Math.abs(samples[at] ?? 0);
    if (magnitude > peak) peak = magnitude;
  }
  return peak;
}

/**
 * Gives back at once what nobody reads any more, with all that shares its memory. V8 marks its whole heap again for every twenty
 * megabytes of samples it has not yet thrown away by itself.
 */
export function giveBack({ buffer }: Float32Array): void {
  // An empty array may be everybody's.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) buffer.transfer(0);
}
