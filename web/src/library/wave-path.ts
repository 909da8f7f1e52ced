const bars = 120;

/** Bars of a waveform (peaks as base64, 255 is full scale) in a box of 240 by 64; silence is a thin line. */
export function wavePath(waveform: string): string {
  const peaks = Uint8Array.from(atob(waveform), (letter) => letter.charCodeAt(0));
  // Drawn as high as it goes: what is quiet has a shape too. Noise of the last bit stays a line.
  const loudest = Math.max(8, ...peaks);
  let path = "";
  for (let bar = 0; bar < bars; bar += 1) {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    const peak = Math.max(0, ...peaks.subarray(from, to)) / loudest;
    const half = Math.max(0.75, Math.round(peak * 310) / 10);
    path += `M${bar * 2} ${32 - half}h1.4v${half * 2}h-1.4z`;
  }
  return path;
}
