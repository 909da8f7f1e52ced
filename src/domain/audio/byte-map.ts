/** Bytes `fileStart … fileStart + bytes` of the file `key`, which a reader sees at `start`. */
export type Segment = {
  readonly key: string;
  readonly fileStart: number;
  readonly bytes: number;
  readonly start: number;
  /** Whole MP3 frames, sent so many steps of gain quieter than they are in the file. */
  readonly quieter?: number;
};

/** Several files read as one: where each byte of the whole is. One file is a map of one segment. */
export type ByteMap = { readonly bytes: number; readonly segments: readonly Segment[] };

/**
 * A run of bytes inside one file, both ends inclusive. `quieter`: they are changed on their way, and to do that all of `from …
 * to` (inclusive, whole frames) must be read.
 */
export type Piece = {
  readonly key: string;
  readonly first: number;
  readonly last: number;
  readonly quieter?: { readonly steps: number; readonly from: number; readonly to: number };
};

/** A part to lay: all of a file's `bytes` from `fileStart` on. */
export type Part = {
  readonly key: string;
  readonly fileStart?: number;
  readonly bytes: number;
  readonly quieter?: number;
};

/** Lays the parts one after another; empty parts vanish. */
export function byteMapOf(parts: readonly Part[]): ByteMap {
  const segments: Segment[] = [];
  let start = 0;
  for (const { key, fileStart = 0, bytes, quieter } of parts) {
    if (bytes <= 0) continue;
    segments.push({ key, fileStart, bytes, start, ...(quieter !== undefined && { quieter }) });
    start += bytes;
  }
  return { bytes: start, segments };
}

/** Which bytes of which files make up `first … last` (inclusive, clamped to the whole), in order. */
export function piecesOf(map: ByteMap, first: number, last: number): readonly Piece[] {
  const end = Math.min(last, map.bytes - 1);
  const pieces: Piece[] = [];
  for (let at = indexAt(map, first); at < map.segments.length; at++) {
    const segment = map.segments[at];
    if (segment === undefined || segment.start > end) break;
    pieces.push({
      key: segment.key,
      first: segment.fileStart + Math.max(0, first - segment.start),
      last: segment.fileStart + Math.min(segment.bytes - 1, end - segment.start),
      ...(segment.quieter !== undefined && {
        quieter: {
          steps: segment.quieter,
          from: segment.fileStart,
          to: segment.fileStart + segment.bytes - 1,
        },
      }),
    });
  }
  return pieces;
}

/** The segment that holds byte `at`: binary search, because a day of radio has thousands. */
function indexAt(map: ByteMap, at: number): number {
  let low = 0;
  let high = map.segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = map.segments[middle];
    if (segment !== undefined && segment.start + segment.bytes <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
