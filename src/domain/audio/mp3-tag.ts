import { wordAt } from "./mp3-frame.ts";

const id3v2 = 0x49_44_33; // "ID3"
const id3v1 = 0x54_41_47; // "TAG"
const ape = 0x41_50_45_54; // "APET"

/** How many bytes of the file must be seen to name a tag. */
export const tagHeaderBytes = 32;

/**
 * How many bytes the tag beginning at `at` takes in the file (more than the buffer may hold); 0 when none begins there.
 * Reads at most {@link tagHeaderBytes} bytes. Knows ID3v2 with footer, ID3v1, and APEv2 header or footer.
 */
export function tagBytesAt(bytes: Uint8Array, at: number): number {
  const word = wordAt(bytes, at);
  if (word >>> 8 === id3v2) return id3v2BytesAt(bytes, at);
  if (word >>> 8 === id3v1) return 128;
  if (word === ape && wordAt(bytes, at + 4) === 0x41_47_45_58) {
    const size = littleEndianAt(bytes, at + 12);
    const isHeader = ((bytes[at + 23] ?? 0) & 0x20) !== 0;
    return isHeader ? 32 + size : 32;
  }
  return 0;
}

function id3v2BytesAt(bytes: Uint8Array, at: number): number {
  const version = bytes[at + 3] ?? 255;
  const flags = bytes[at + 5] ?? 255;
  const sizes = [6, 7, 8, 9].map((each) => bytes[at + each] ?? 255);
  if (version < 2 || version > 4 || (flags & 0x0f) !== 0 || sizes.some((each) => each > 127)) return 0;
  const body = sizes.reduce((sum, each) => sum * 128 + each, 0);
  return 10 + body + ((flags & 0x10) !== 0 ? 10 : 0);
}

function littleEndianAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) >>>
    0
  );
}
