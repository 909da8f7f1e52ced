/**
 * Silent but well-formed MP3 frames (MPEG 1 layer III, 44.1 kHz mono, 64 kbit/s, so 26.1 ms and 208 bytes each) for the
 * pretend shop's cards and the tests of the pretend players; `mark` makes the bytes of one recording differ from those of another.
 */
export function silentMp3(frames: number, mark = 0): Buffer {
  const frame = Buffer.alloc(208);
  frame.set([0xff, 0xfb, 0x50, 0xc0]);
  frame.fill(mark, 100);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** Seconds one frame of `silentMp3` sounds. */
export const silentFrameSeconds = 1_152 / 44_100;
