import { frameBytesOf, isFrameHeader, isMono, isMpeg1, sideInfoBytesOf, wordAt } from "./mp3-frame.ts";

/** How much quieter one step is. */
export const decibelsPerStep = 1.505;

/**
 * Makes whole MP3 frames quieter, in place, without decoding them: every granule says in eight bits how loud it is (its global
 * gain), each step a quarter of a power of two. Nothing else in the frame changes, and it is as long as before; a checksum, where
 * there is one, is made anew. Stops at what is no frame.
 * @see ISO/IEC 11172-3 §2.4.1.7 (side information), §2.4.3.1 (CRC)
 */
export function lowerGain(frames: Uint8Array, steps: number): void {
  for (let at = 0; at + 4 <= frames.length; ) {
    const word = wordAt(frames, at);
    if (!isFrameHeader(word)) return;
    const hasCrc = ((word >>> 16) & 1) === 0;
    const side = at + (hasCrc ? 6 : 4);
    if (side + sideInfoBytesOf(word) > frames.length) return;
    for (const bit of gainBitsOf(word)) lowerAt(frames, side, bit, steps);
    if (hasCrc) writeCrc(frames, at, sideInfoBytesOf(word));
    at += frameBytesOf(word);
  }
}

/** Where in the side information the gains stand, in bits from its beginning. */
function gainBitsOf(word: number): readonly number[] {
  const channels = isMono(word) ? 1 : 2;
  // Before the granules: how far back the data begin, private bits and (MPEG 1) which scale factors are shared.
  const begin = isMpeg1(word) ? (channels === 1 ? 18 : 20) : channels === 1 ? 9 : 10;
  const perGranule = isMpeg1(word) ? 59 : 63;
  const granules = isMpeg1(word) ? 2 : 1;
  // A granule begins with 12 bits of length and 9 of how many big values there are.
  return Array.from({ length: granules * channels }, (_, index) => begin + index * perGranule + 21);
}

function lowerAt(bytes: Uint8Array, side: number, bit: number, steps: number): void {
  const at = side + (bit >>> 3);
  const shift = 8 - (bit & 7);
  const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const gain = (pair >>> shift) & 0xff;
  const after = (pair & ~(0xff << shift)) | (Math.max(0, gain - steps) << shift);
  bytes[at] = after >>> 8;
  bytes[at + 1] = after & 0xff;
}

/** CRC-16 (x¹⁶+x¹⁵+x²+1) over the second half of the header and the side information. */
function writeCrc(bytes: Uint8Array, at: number, sideBytes: number): void {
  let crc = 0xff_ff;
  const feed = (byte: number) => {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80_00 ? ((crc << 1) ^ 0x80_05) & 0xff_ff : crc << 1;
  };
  feed(bytes[at + 2] ?? 0);
  feed(bytes[at + 3] ?? 0);
  for (let index = 0; index < sideBytes; index++) feed(bytes[at + 6 + index] ?? 0);
  bytes[at + 4] = crc >>> 8;
  bytes[at + 5] = crc & 0xff;
}
