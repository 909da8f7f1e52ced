import type { AudioFormat, FrameIndex } from "./audio.ts";
import { durationOf, notePlaces, type PlaceNotes } from "./frame-places.ts";
import {
  bitrateOf,
  frameBytesOf,
  isFrameHeader,
  isMono,
  isTableFrame,
  longestFrameBytes,
  mainDataBeginAt,
  sameStream,
  sampleRateOf,
  samplesOf,
  wordAt,
} from "./mp3-frame.ts";
import { tagBytesAt, tagHeaderBytes } from "./mp3-tag.ts";

/** What a whole file turned out to be. */
export type ScannedMp3 =
  | {
      readonly ok: true;
      readonly format: AudioFormat;
      readonly index: FrameIndex;
      readonly seconds: number;
      /** Version, sample rate and channel count are the same throughout; if not, players stumble: encode it anew. */
      readonly uniform: boolean;
      /** Bytes of earlier frames the first one misses; above 0 the file was cut out of another and begins with a click. */
      readonly missingReservoirBytes: number;
      /** Bytes that were neither frames, tags nor tables. */
      readonly junkBytes: number;
      /** The last frame was cut short and left out. */
      readonly endsCut: boolean;
    }
  | {
      readonly ok: false;
      /** `no-frames`: it has MP3's tags or tables, but no sound; `not-mp3`: something else. */
      readonly why: "empty" | "not-mp3" | "no-frames";
    };

/** Takes a file in pieces of any size and gives back its frames, nothing else. Keeps a few frames in memory at most. */
export type Mp3Scanner = {
  /** The frames that became certain, joined where they touch. The pieces may be views into `chunk`: use them before reusing it. */
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** Call once, after the last piece. */
  end(): { readonly frames: readonly Uint8Array[]; readonly scanned: ScannedMp3 };
};

const chainLength = 3;
const lookaheadBytes = chainLength * longestFrameBytes + tagHeaderBytes;
const nothing = new Uint8Array(0);

/**
 * Finds the audio frames of an MP3: past ID3v2, ID3v1 and APE tags, the Xing/Info/VBRI table, and junk. Out of step it
 * trusts a frame only when three follow one another, or when the run ends exactly where the file or a tag does.
 */
export function createMp3Scanner(): Mp3Scanner {
  let carry: Uint8Array = nothing;
  let toSkip = 0;
  let seenBytes = 0;
  let junkBytes = 0;
  let inStep: number | undefined;
  let chainStarts = false;
  let looksForeign: boolean | undefined;
  let sawMp3Sign = false;
  let endsCut = false;
  let first: { word: number; missingReservoirBytes: number; notes: PlaceNotes } | undefined;
  let frames = 0;
  let bytes = 0;
  let uniform = true;
  let constantBitrate = true;

  function take(buffer: Uint8Array, at: number, word: number, length: number): boolean {
    const isFirst = chainStarts;
    chainStarts = false;
    if (isTableFrame(buffer, at, isFirst)) {
      sawMp3Sign = true;
      return false;
    }
    if (first === undefined) {
      const sizes = {
        sampleRateHz: sampleRateOf(word),
        bitrateKbps: bitrateOf(word),
        samplesPerFrame: samplesOf(word),
      };
      first = { word, missingReservoirBytes: mainDataBeginAt(buffer, at), notes: notePlaces(sizes) };
    } else if (word !== first.word) {
      if (!sameStream(word, first.word) || isMono(word) !== isMono(first.word)) uniform = false;
      if (bitrateOf(word) !== bitrateOf(first.word)) constantBitrate = false;
    }
    first.notes.note(bytes);
    frames += 1;
    bytes += length;
    return true;
  }

  /** Works through the buffer; answers the frames found and how far it is done. */
  function work(buffer: Uint8Array, isLast: boolean): { frames: Uint8Array[]; done: number } {
    const found: Uint8Array[] = [];
    const end = buffer.length;
    let at = 0;
    let spanStart = 0;
    const closeSpan = () => {
      if (at > spanStart) found.push(buffer.subarray(spanStart, at));
    };
    while (at < end) {
      if (toSkip > 0) {
        const skipped = Math.min(toSkip, end - at);
        closeSpan();
        at += skipped;
        toSkip -= skipped;
        spanStart = at;
        continue;
      }
      if (inStep !== undefined) {
        const word = wordAt(buffer, at);
        if (end - at < 4 && !isLast) break;
        if (isFrameHeader(word) && sameStream(word, inStep)) {
          const length = frameBytesOf(word);
          if (at + length > end) {
            if (!isLast) break;
            endsCut = true;
            closeSpan();
            at = end;
            spanStart = end;
            break;
          }
          if (take(buffer, at, word, length)) {
            at += length;
          } else {
            closeSpan();
            at += length;
            spanStart = at;
          }
          continue;
        }
        closeSpan();
        spanStart = at;
        inStep = undefined;
      }
      if (end - at < lookaheadBytes && !isLast) break;
      const tag = tagBytesAt(buffer, at);
      if (tag > 0) {
        sawMp3Sign = true;
        toSkip = tag;
        continue;
      }
      looksForeign ??= isForeign(buffer, at);
      if (chainAt(buffer, at, isLast)) {
        inStep = wordAt(buffer, at);
        chainStarts = true;
        continue;
      }
      const next = nextInteresting(buffer, at + 1);
      junkBytes += next - at;
      at = next;
      spanStart = at;
    }
    closeSpan();
    return { frames: found, done: at };
  }

  function advance(chunk: Uint8Array, isLast: boolean): readonly Uint8Array[] {
    const buffer = carry.length === 0 ? chunk : concat(carry, chunk);
    const result = work(buffer, isLast);
    seenBytes += result.done;
    carry = buffer.slice(result.done);
    return result.frames;
  }

  return {
    push: (chunk) => advance(chunk, false),
    end() {
      const last = advance(nothing, true);
      if (seenBytes === 0) return { frames: last, scanned: { ok: false, why: "empty" } };
      if (first === undefined || looksForeign === true) {
        const why = sawMp3Sign && looksForeign !== true ? "no-frames" : "not-mp3";
        return { frames: last, scanned: { ok: false, why } };
      }
      const sampleRateHz = sampleRateOf(first.word);
      const samplesPerFrame = samplesOf(first.word);
      const seconds = (frames * samplesPerFrame) / sampleRateHz;
      const format: AudioFormat = {
        codec: "mp3",
        sampleRateHz,
        channels: isMono(first.word) ? "mono" : "stereo",
        bitrateKbps: constantBitrate ? bitrateOf(first.word) : Math.round((bytes * 8) / seconds / 1000),
        constantBitrate,
      };
      const index: FrameIndex = { frames, samplesPerFrame, bytes, places: first.notes.places(format) };
      return {
        frames: last,
        scanned: {
          ok: true,
          format,
          index,
          seconds: durationOf(index, format),
          uniform,
          missingReservoirBytes: first.missingReservoirBytes,
          junkBytes,
          endsCut,
        },
      };
    },
  };
}

/** Whether a run of frames worth trusting begins here. */
function chainAt(buffer: Uint8Array, start: number, isLast: boolean): boolean {
  const word = wordAt(buffer, start);
  if (!isFrameHeader(word)) return false;
  let at = start + frameBytesOf(word);
  for (let links = 1; links < chainLength; links += 1) {
    if (at === buffer.length && isLast) return true;
    if (at > buffer.length || tagBytesAt(buffer, at) > 0) return at <= buffer.length || links > 1;
    const next = wordAt(buffer, at);
    if (!isFrameHeader(next) || !sameStream(next, word)) return false;
    at += frameBytesOf(next);
  }
  return true;
}

/** The next place where a frame or tag could begin. */
function nextInteresting(buffer: Uint8Array, from: number): number {
  for (let at = from; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte === 0xff || byte === 0x49 || byte === 0x41) return at; // a frame, "ID3", "APETAGEX"
  }
  return buffer.length;
}

/** Containers of other formats say so in their first bytes; sound inside them can look like frames. */
function isForeign(buffer: Uint8Array, at: number): boolean {
  const first = wordAt(buffer, at);
  return (
    first === 0x52_49_46_46 || // RIFF
    first === 0x66_4c_61_43 || // fLaC
    first === 0x4f_67_67_53 || // OggS
    first === 0x1a_45_df_a3 || // Matroska, WebM
    first === 0x50_4b_03_04 || // ZIP
    wordAt(buffer, at + 4) === 0x66_74_79_70 // MP4 ftyp
  );
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
