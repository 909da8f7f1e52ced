import type { AudioId } from "../ids.ts";

/** A place in a book: a piece, from 0, and the seconds into it. */
export type BookPlace = { readonly index: number; readonly seconds: number };

/** Nobody remembers the very word: it goes on a little before where it was left. */
const rewindSeconds = 10;
/** Left so shortly before the end, it was heard to the end. */
const endSeconds = 15;

/**
 * Where to go on in a book after `heard` seconds of it were played from `began` on. Past the end it begins again. `lengths` of
 * pieces that are gone are 0.
 */
export function placeAfter(
  book: readonly AudioId[],
  began: BookPlace,
  heard: number,
  lengthOf: (id: AudioId) => number,
): BookPlace {
  const whole = book.reduce((sum, id) => sum + lengthOf(id), 0);
  const before = book.slice(0, began.index).reduce((sum, id) => sum + lengthOf(id), 0);
  const reached = before + began.seconds + heard;
  if (reached >= whole - endSeconds) return { index: 0, seconds: 0 };
  let left = heard <= rewindSeconds ? before + began.seconds : reached - rewindSeconds;
  for (const [index, id] of book.entries()) {
    if (left < lengthOf(id)) return { index, seconds: left };
    left -= lengthOf(id);
  }
  return { index: 0, seconds: 0 };
}
