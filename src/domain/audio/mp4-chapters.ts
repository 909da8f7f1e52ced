import type { Chapter } from "./audio.ts";

/** Where an audiobook keeps its chapters: in a list of its own (Nero), or as a text track whose samples lie in the file. */
export type Mp4Chapters =
  | { readonly by: "list"; readonly chapters: readonly Chapter[] }
  | {
      readonly by: "text-track";
      readonly samples: readonly {
        readonly startSeconds: number;
        readonly offset: number;
        readonly bytes: number;
      }[];
    };

type Box = { readonly type: string; readonly from: number; readonly to: number };

/**
 * Finds the chapters in the content of an MP4's `moov` box: the QuickTime text track that the sound names as its chapters,
 * else Nero's `chpl` list; `undefined` when there are none. Broken boxes count as absent.
 */
export function mp4Chapters(moov: Uint8Array): Mp4Chapters | undefined {
  const view = new DataView(moov.buffer, moov.byteOffset, moov.byteLength);
  const whole = { type: "moov", from: 0, to: moov.length };
  try {
    return textTrack(view, whole) ?? list(view, whole);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The title in a text sample: two bytes of length, then UTF-8, or UTF-16 with a byte order mark. */
export function chapterTitle(sample: Uint8Array): string {
  const length = ((sample[0] ?? 0) << 8) | (sample[1] ?? 0);
  const text = sample.subarray(2, 2 + length);
  const isUtf16 = text[0] === 0xfe && text[1] === 0xff;
  return new TextDecoder(isUtf16 ? "utf-16be" : "utf-8").decode(text).trim();
}

function textTrack(view: DataView, moov: Box): Mp4Chapters | undefined {
  const tracks = boxesIn(view, moov).filter((box) => box.type === "trak");
  const named = new Set<number>();
  for (const track of tracks) {
    const chap = inside(view, track, "tref", "chap");
    for (let at = chap?.from ?? 0; at + 4 <= (chap?.to ?? 0); at += 4) named.add(view.getUint32(at));
  }
  const chapters = tracks.find((track) => {
    const header = inside(view, track, "tkhd");
    const handler = inside(view, track, "mdia", "hdlr");
    if (header === undefined || handler === undefined) return false;
    const isLong = view.getUint8(header.from) === 1;
    const id = view.getUint32(header.from + (isLong ? 20 : 12));
    return named.has(id) && ["text", "sbtl"].includes(typeAt(view, handler.from + 8));
  });
  return chapters && samplesOf(view, chapters);
}

function samplesOf(view: DataView, track: Box): Mp4Chapters | undefined {
  const table = inside(view, track, "mdia", "minf", "stbl");
  const media = inside(view, track, "mdia", "mdhd");
  if (table === undefined || media === undefined) return undefined;
  const timescale = view.getUint32(media.from + (view.getUint8(media.from) === 1 ? 20 : 12));
  const sizes = sizesIn(view, inside(view, table, "stsz"));
  const starts = startsIn(view, inside(view, table, "stts"), sizes.length);
  const offsets = offsetsIn(view, table, sizes);
  const samples = sizes.flatMap((bytes, number) => {
    const [start, offset] = [starts[number], offsets[number]];
    return start === undefined || offset === undefined
      ? []
      : [{ startSeconds: start / timescale, offset, bytes }];
  });
  return samples.length === 0 || timescale === 0 ? undefined : { by: "text-track", samples };
}

function sizesIn(view: DataView, box: Box | undefined): readonly number[] {
  if (box === undefined) return [];
  const fixed = view.getUint32(box.from + 4);
  const count = Math.min(view.getUint32(box.from + 8), mostChapters);
  return Array.from({ length: count }, (_, number) =>
    fixed === 0 ? view.getUint32(box.from + 12 + number * 4) : fixed,
  );
}

function startsIn(view: DataView, box: Box | undefined, wanted: number): readonly number[] {
  if (box === undefined) return [];
  const starts: number[] = [];
  let now = 0;
  for (let entry = 0; entry < view.getUint32(box.from + 4) && starts.length < wanted; entry += 1) {
    const count = view.getUint32(box.from + 8 + entry * 8);
    const lasts = view.getUint32(box.from + 12 + entry * 8);
    for (let each = 0; each < count && starts.length < wanted; each += 1, now += lasts) starts.push(now);
  }
  return starts;
}

function offsetsIn(view: DataView, table: Box, sizes: readonly number[]): readonly number[] {
  const short = inside(view, table, "stco");
  const long = inside(view, table, "co64");
  const runs = inside(view, table, "stsc");
  const chunks = short ?? long;
  if (chunks === undefined || runs === undefined) return [];
  const offsets: number[] = [];
  let run = 0;
  for (let chunk = 0; chunk < view.getUint32(chunks.from + 4) && offsets.length < sizes.length; chunk += 1) {
    const runCount = view.getUint32(runs.from + 4);
    while (run + 1 < runCount && view.getUint32(runs.from + 8 + (run + 1) * 12) <= chunk + 1) run += 1;
    let offset =
      short === undefined
        ? Number(view.getBigUint64(chunks.from + 8 + chunk * 8))
        : view.getUint32(chunks.from + 8 + chunk * 4);
    const inChunk = view.getUint32(runs.from + 12 + run * 12);
    for (let each = 0; each < inChunk && offsets.length < sizes.length; each += 1) {
      const size = sizes[offsets.length] ?? 0;
      offsets.push(offset);
      offset += size;
    }
  }
  return offsets;
}

/** Nero's list: 100-nanosecond times and short UTF-8 titles. */
function list(view: DataView, moov: Box): Mp4Chapters | undefined {
  const box = inside(view, moov, "udta", "chpl");
  if (box === undefined) return undefined;
  let at = box.from + (view.getUint8(box.from) === 0 ? 4 : 8);
  const count = view.getUint8(at);
  at += 1;
  const chapters: Chapter[] = [];
  for (let number = 0; number < count; number += 1) {
    const startSeconds = Number(view.getBigUint64(at)) / 10_000_000;
    const length = view.getUint8(at + 8);
    const title = new Uint8Array(view.buffer, view.byteOffset + at + 9, length);
    chapters.push({ title: new TextDecoder().decode(title).trim(), startSeconds });
    at += 9 + length;
  }
  return chapters.length === 0 ? undefined : { by: "list", chapters };
}

const mostChapters = 5000;

function inside(view: DataView, box: Box, ...path: readonly string[]): Box | undefined {
  return path.reduce<Box | undefined>(
    (within, type) => within && boxesIn(view, within).find((each) => each.type === type),
    box,
  );
}

function boxesIn(view: DataView, box: Box): readonly Box[] {
  const found: Box[] = [];
  for (let at = box.from; at + 8 <= box.to; ) {
    const size = view.getUint32(at);
    const header = size === 1 ? 16 : 8;
    const length = size === 1 ? Number(view.getBigUint64(at + 8)) : size === 0 ? box.to - at : size;
    if (length < header || at + length > box.to) return found;
    found.push({ type: typeAt(view, at + 4), from: at + header, to: at + length });
    at += length;
  }
  return found;
}

function typeAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((each) => view.getUint8(at + each)));
}
