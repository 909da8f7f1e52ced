import {
  frameBytesOf,
  isMpeg1,
  mainDataBeginAt,
  sampleRateOf,
  samplesOf,
  sideInfoBytesOf,
  wordAt,
} from "./mp3-frame.ts";

/** Takes whole MP3 frames in any number, and lets those of a stretch through as they are. */
export type FrameCutter = {
  /** The frames that belong to the stretch. Views into what was given, and new frames before the first one. */
  take(frames: Uint8Array): readonly Uint8Array[];
  /** Nothing that comes will be let through any more. */
  isDone(): boolean;
};

/** Enough for the farthest look back there is: 511 bytes, or 255 at the lowest rates, of which a frame holds a few. */
const mostLenders = 32;

/**
 * Cuts at frame borders. A frame's sound may begin in frames before it (the bit reservoir), so before the first frame of a stretch
 * come as many silent ones as lend it bytes: with their sound emptied, and their bytes where they were. All frames of the stretch are
 * exact copies and decode as they did. Times in seconds from the first frame; borders are the nearest ones.
 * @see ISO/IEC 11172-3 §2.4.2.7 (main_data_begin)
 */
export function createFrameCutter(fromSeconds: number, toSeconds: number): FrameCutter {
  let number = 0;
  let borders: { readonly from: number; readonly to: number } | undefined;
  const before: Uint8Array[] = [];
  return {
    isDone: () => borders !== undefined && number >= borders.to,
    take(frames) {
      const through: Uint8Array[] = [];
      let begun: number | undefined;
      let at = 0;
      for (; at + 4 <= frames.length; number += 1) {
        const word = wordAt(frames, at);
        borders ??= { from: frameNear(fromSeconds, word), to: frameNear(toSeconds, word) };
        if (number >= borders.to) break;
        const end = at + frameBytesOf(word);
        if (number === borders.from) through.push(...lentTo(frames.subarray(at, end), before));
        if (number >= borders.from) begun ??= at;
        else if (number >= borders.from - mostLenders) before.push(frames.slice(at, end));
        at = end;
      }
      if (begun !== undefined) through.push(frames.subarray(begun, at));
      return through;
    },
  };
}

function frameNear(seconds: number, word: number): number {
  return Math.round((seconds * sampleRateOf(word)) / samplesOf(word));
}

/** A frame of the same kind in which nothing is heard. */
export function silentFrame(like: Uint8Array): Uint8Array {
  const unpadded = wordAt(like, 0) & ~0x2_00;
  return emptied(unpadded >>> 0, 0);
}

function lentTo(frame: Uint8Array, before: readonly Uint8Array[]): readonly Uint8Array[] {
  const wanted = mainDataBeginAt(frame, 0);
  const lenders: Uint8Array[] = [];
  let lent = new Uint8Array(0);
  for (const each of before.toReversed()) {
    if (lent.length >= wanted) break;
    lenders.unshift(each);
    lent = new Uint8Array([...each.subarray(mainDataAt(each)), ...lent]);
  }
  lent = lent.subarray(Math.max(0, lent.length - wanted));
  // Filled from the end, as what is lent must lie right before the frame.
  const made: Uint8Array[] = [];
  let left = lent.length;
  for (const each of lenders.toReversed()) {
    const room = each.length - 4 - sideInfoBytesOf(wordAt(each, 0));
    const held = Math.min(room, left);
    left -= held;
    const silent = emptied(wordAt(each, 0), left);
    silent.set(lent.subarray(left, left + held), silent.length - held);
    made.unshift(silent);
  }
  return made;
}

/** Header without checksum, nothing in any granule, and `begin` bytes before it that are not its own. */
function emptied(word: number, begin: number): Uint8Array {
  const frame = new Uint8Array(frameBytesOf(word));
  frame.set([word >>> 24, ((word >>> 16) & 0xff) | 1, (word >>> 8) & 0xff, word & 0xff]);
  if (isMpeg1(word)) {
    frame[4] = begin >>> 1;
    frame[5] = (begin & 1) << 7;
  } else frame[4] = begin;
  return frame;
}

/** Where a frame's main data begin: behind header, checksum and side information. */
function mainDataAt(frame: Uint8Array): number {
  const word = wordAt(frame, 0);
  const hasCrc = ((word >>> 16) & 1) === 0;
  return 4 + (hasCrc ? 2 : 0) + sideInfoBytesOf(word);
}
