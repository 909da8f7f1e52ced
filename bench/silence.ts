const frameBytes = 417;
const secondsPerFrame = 1152 / 44_100;

/** Frames of silence, 128 kbit/s, 44.1 kHz; `seed` makes two of them different. 26 ms a frame. */
export function silence(frames: number, seed = 0): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(frames * frameBytes);
  for (let at = 0; at < bytes.length; at += frameBytes) {
    bytes.set([0xff, 0xfb, 0x90, 0x64], at);
    bytes[at + 100] = seed;
  }
  return bytes;
}

/** How fast it is heard. */
export const silenceBytesPerSecond = frameBytes / secondsPerFrame;
