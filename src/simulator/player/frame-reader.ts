import { type FrameHeader, frameHeaderAt, frameHeaderBytes, isNoteFrame } from "./frame-header.ts";

/** One piece of sound, as it came over the wire. */
export type Frame = {
  readonly bytes: Uint8Array;
  readonly seconds: number;
  readonly kind: FrameHeader["kind"] | "opaque";
};

/** Finds the frames of an MP3 or ADTS stream that comes in pieces; tags and Xing notes are passed over. */
export type FrameReader = {
  /** The whole frames that `piece` completed. */
  push(piece: Uint8Array): readonly Frame[];
  /** No more will come: the frames still hidden in the rest. */
  end(): readonly Frame[];
  /** Bytes that were neither frames nor tags. */
  readonly junkBytes: number;
  /** Bytes of ID3, APE and Xing notes. */
  readonly noteBytes: number;
};

const tagHeadBytes = 32;

export function createFrameReader(): FrameReader {
  let rest: Uint8Array = new Uint8Array(0);
  let tagBytesToSkip = 0;
  let inStep = false;
  let junkBytes = 0;
  let noteBytes = 0;

  const read = (ended: boolean): Frame[] => {
    const frames: Frame[] = [];
    let at = 0;
    for (;;) {
      if (tagBytesToSkip > 0) {
        const skipped = Math.min(tagBytesToSkip, rest.length - at);
        tagBytesToSkip -= skipped;
        noteBytes += skipped;
        at += skipped;
        if (tagBytesToSkip > 0) break;
      }
      const left = rest.length - at;
      if (left === 0 || (!ended && left < tagHeadBytes)) break;
      tagBytesToSkip = tagBytesAt(rest, at);
      if (tagBytesToSkip > 0) continue;

      const header = left < frameHeaderBytes ? undefined : frameHeaderAt(rest, at);
      if (header === undefined || (left < header.bytes && ended)) {
        inStep = false;
        junkBytes += 1;
        at += 1;
        continue;
      }
      // After junk two headers in a row are asked for: 0xFF is common in any file.
      const wanted = inStep ? header.bytes : header.bytes + frameHeaderBytes;
      if (left < wanted && !ended) break;
      if (!inStep && left >= wanted && !startsSomething(rest, at + header.bytes)) {
        junkBytes += 1;
        at += 1;
        continue;
      }
      const bytes = rest.slice(at, at + header.bytes);
      inStep = true;
      at += header.bytes;
      if (isNoteFrame(bytes, header)) noteBytes += bytes.length;
      else frames.push({ bytes, seconds: header.samples / header.sampleRate, kind: header.kind });
    }
    rest = rest.subarray(at);
    return frames;
  };

  return {
    push: (piece) => {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      return read(false);
    },
    end: () => read(true),
    get junkBytes() {
      return junkBytes;
    },
    get noteBytes() {
      return noteBytes;
    },
  };
}

function startsSomething(data: Uint8Array, at: number): boolean {
  return frameHeaderAt(data, at) !== undefined || tagBytesAt(data, at) > 0;
}

/** The length of the ID3v2, ID3v1 or APE tag that begins here, or 0. */
function tagBytesAt(data: Uint8Array, at: number): number {
  const text = String.fromCharCode(...data.subarray(at, at + 8));
  const byte = (offset: number) => data[at + offset] ?? 0;
  if (text.startsWith("ID3")) {
    const body = (byte(6) << 21) | (byte(7) << 14) | (byte(8) << 7) | byte(9);
    const footer = (byte(5) & 0x10) === 0 ? 0 : 10;
    return 10 + body + footer;
  }
  if (text.startsWith("TAG")) return 128;
  if (text === "APETAGEX") return 32 + (byte(12) | (byte(13) << 8) | (byte(14) << 16));
  return 0;
}
