/** Signed 16-bit samples, low byte first, as numbers −1…1. An odd last byte is dropped. */
export function samplesOfPcm16(bytes: ArrayBuffer): Float32Array {
  const view = new DataView(bytes);
  const samples = new Float32Array(Math.floor(view.byteLength / 2));
  for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(at * 2, true) / 32_768;
  return samples;
}
