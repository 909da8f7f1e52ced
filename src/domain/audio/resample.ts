/** Changes the sample rate by straight lines between samples: for odd stretches inside a file, not for whole recordings. */
export function resampled(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz || samples.length === 0) return samples;
  const out = new Float32Array(Math.round((samples.length * toHz) / fromHz));
  for (let at = 0; at < out.length; at += 1) {
    const place = (at * fromHz) / toHz;
    const before = Math.min(samples.length - 1, Math.floor(place));
    const after = Math.min(samples.length - 1, before + 1);
    const share = place - before;
    out[at] = (samples[before] ?? 0) * (1 - share) + (samples[after] ?? 0) * share;
  }
  return out;
}
