/**
 * The four header bytes of an MPEG audio Layer III frame, as one unsigned number, and what they say.
 * Bit layout: ISO/IEC 11172-3 §2.4.1.3 and 13818-3 (half sample rates), plus the customary MPEG 2.5 extension.
 */

const bitratesMpeg1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const bitratesMpeg2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
const sampleRatesMpeg1 = [44_100, 48_000, 32_000, 0];

/** The longest Layer III frame there is: 320 kbit/s at 32 kHz, padded. */
export const longestFrameBytes = 1441;

/** Version, layer and sample rate: equal in all frames of one recording. */
const streamMask = 0xff_fe_0c_00;

/** The big-endian word at `at`; what lies past the end reads as 0. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}

/** Whether the word begins a Layer III frame of known length (free format and reserved values do not). */
export function isFrameHeader(word: number): boolean {
  return (
    word >>> 21 === 0x7_ff &&
    ((word >>> 19) & 3) !== 1 &&
    ((word >>> 17) & 3) === 1 &&
    ((word >>> 12) & 15) !== 0 &&
    ((word >>> 12) & 15) !== 15 &&
    ((word >>> 10) & 3) !== 3 &&
    (word & 3) !== 2
  );
}

/** Whether two headers can belong to one recording. */
export function sameStream(a: number, b: number): boolean {
  return (a & streamMask) === (b & streamMask);
}

export function isMpeg1(word: number): boolean {
  return ((word >>> 19) & 3) === 3;
}

export function isMono(word: number): boolean {
  return ((word >>> 6) & 3) === 3;
}

function isPadded(word: number): boolean {
  return ((word >>> 9) & 1) === 1;
}

/** kbit/s. */
export function bitrateOf(word: number): number {
  return (isMpeg1(word) ? bitratesMpeg1 : bitratesMpeg2)[(word >>> 12) & 15] ?? 0;
}

/** Hz. */
export function sampleRateOf(word: number): number {
  const version = (word >>> 19) & 3;
  return (sampleRatesMpeg1[(word >>> 10) & 3] ?? 0) >> (version === 3 ? 0 : version === 2 ? 1 : 2);
}

/** Samples per channel in one frame. */
export function samplesOf(word: number): number {
  return isMpeg1(word) ? 1152 : 576;
}

/** The whole frame, header included. */
export function frameBytesOf(word: number): number {
  const slots = isMpeg1(word) ? 144_000 : 72_000;
  return Math.floor((slots * bitrateOf(word)) / sampleRateOf(word)) + (isPadded(word) ? 1 : 0);
}

/** Side information, without header and CRC. */
export function sideInfoBytesOf(word: number): number {
  if (isMpeg1(word)) return isMono(word) ? 17 : 32;
  return isMono(word) ? 9 : 17;
}

/** How many bytes of earlier frames the frame at `at` needs to be decoded; 0 where a join is clean. */
export function mainDataBeginAt(bytes: Uint8Array, at: number): number {
  const word = wordAt(bytes, at);
  const hasCrc = ((word >>> 16) & 1) === 0;
  const side = at + (hasCrc ? 6 : 4);
  const first = bytes[side] ?? 0;
  return isMpeg1(word) ? (first << 1) | ((bytes[side + 1] ?? 0) >>> 7) : first;
}

const xing = 0x58_69_6e_67;
const info = 0x49_6e_66_6f;
const vbri = 0x56_42_52_49;

/**
 * Whether the frame at `at` carries a table about the file (Xing, Info, VBRI) and no sound. Anywhere but at the start of a
 * recording the side information must be all zero too, as sound can spell anything.
 */
export function isTableFrame(bytes: Uint8Array, at: number, isFirst: boolean): boolean {
  const word = wordAt(bytes, at);
  const side = sideInfoBytesOf(word);
  const spelled = wordAt(bytes, at + 4 + side);
  if (spelled !== xing && spelled !== info && (!isFirst || wordAt(bytes, at + 36) !== vbri)) return false;
  return isFirst || bytes.subarray(at + 6, at + 4 + side).every((byte) => byte === 0);
}
