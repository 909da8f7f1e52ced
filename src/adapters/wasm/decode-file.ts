import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { decoder as flacDecoder } from "@audio/decode-flac";
import { decoder as opusDecoder } from "@audio/decode-opus";
import { decoder as vorbisDecoder } from "@audio/decode-vorbis";
import { decoder as wavDecoder } from "@audio/decode-wav";
import { MPEGDecoder } from "mpg123-decoder";
import type { ChannelOrder } from "../../domain/audio/downmix.ts";
import { isMono, wordAt } from "../../domain/audio/mp3-frame.ts";
import { joinSamples } from "../../domain/audio/pcm.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import { decodePackets } from "./decode-packets.ts";
import { type SoundPiece, Unreadable } from "./sound-piece.ts";

const readBytes = 262_144;
/** MP3 decoded at once: some seconds, few enough that the processor still has them at hand in the next step. */
const mp3Bytes = 32_768;

/** What the single-format decoders have in common. */
type ChunkDecoder = {
  decode(chunk: Uint8Array): Decoded;
  flush(): Decoded;
  free(): void;
};
type Decoded = { readonly channelData: readonly Float32Array[]; readonly sampleRate: number };

/** Decodes a file piece by piece; how it is coded was sniffed before. Throws {@link Unreadable}. */
export function decodeFile(path: string, kind: string): AsyncGenerator<SoundPiece, void, undefined> {
  switch (kind) {
    case "mp3":
      return decodeMp3(path);
    case "flac":
      return decodeChunks(path, flacDecoder, "wav");
    case "wav":
      return decodeChunks(path, wavInPieces, "wav");
    case "ogg-vorbis":
      return decodeChunks(path, vorbisDecoder, "vorbis");
    case "ogg-opus":
      return decodeChunks(path, opusDecoder, "vorbis");
    case "mp4":
    case "webm":
      return decodePackets(path);
    default:
      throw new Unreadable("unsupported");
  }
}

async function* decodeMp3(path: string): AsyncGenerator<SoundPiece, void, undefined> {
  const scanner = createMp3Scanner();
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    for await (const { chunk, share } of chunksOf(path)) {
      const frames = scanner.push(chunk);
      if (frames.length > 0) yield* mp3Piece(decoder, joined(frames), share);
    }
    const { frames, scanned } = scanner.end();
    if (!scanned.ok) throw new Unreadable(noSound[scanned.why]);
    if (frames.length > 0) yield* mp3Piece(decoder, joined(frames), 1);
  } finally {
    decoder.free();
  }
}

const noSound = { empty: "empty", "not-mp3": "not-audio", "no-frames": "no-sound" } as const;

function* mp3Piece(
  decoder: MPEGDecoder,
  frames: Uint8Array,
  share: number,
): Generator<SoundPiece, void, undefined> {
  // The decoder gives two channels of the same for mono.
  const width = isMono(wordAt(frames, 0)) ? 1 : 2;
  for (let at = 0; at < frames.length; at += mp3Bytes) {
    const { channelData, sampleRate } = decoder.decode(frames.subarray(at, at + mp3Bytes));
    if ((channelData[0]?.length ?? 0) === 0) continue;
    yield { sampleRateHz: sampleRate, channels: channelData.slice(0, width), order: "wav", share };
  }
}

async function* decodeChunks(
  path: string,
  create: () => ChunkDecoder | Promise<ChunkDecoder>,
  order: ChannelOrder,
): AsyncGenerator<SoundPiece, void, undefined> {
  const decoder = await create();
  let samples = 0;
  let broken: unknown;
  const piece = function* (decode: () => Decoded, share: number): Generator<SoundPiece, void, undefined> {
    let decoded: Decoded;
    try {
      decoded = decode();
    } catch (error) {
      broken ??= error;
      return;
    }
    const count = decoded.channelData[0]?.length ?? 0;
    samples += count;
    if (count > 0) yield { sampleRateHz: decoded.sampleRate, channels: decoded.channelData, order, share };
  };
  try {
    for await (const { chunk, share } of chunksOf(path)) {
      yield* piece(() => decoder.decode(chunk), share);
      if (broken !== undefined) break;
    }
    if (broken === undefined) yield* piece(() => decoder.flush(), 1);
  } finally {
    decoder.free();
  }
  // What came before the damage is worth keeping: a recording cut off by an empty battery.
  if (samples === 0 && broken !== undefined) throw new Unreadable("damaged", broken);
}

/**
 * The WAV decoder reads 32-bit samples where they lie and throws unless that is at a multiple of four; they do when the
 * header is a piece of its own. The first kilobytes go in four bytes at a time, everything as copies that begin at 0.
 */
function wavInPieces(): ChunkDecoder {
  const decoder = wavDecoder();
  let small = 4096;
  return {
    ...decoder,
    decode(chunk) {
      const done: Decoded[] = [];
      let at = 0;
      for (; at < Math.min(small, chunk.length); at += 4) done.push(decoder.decode(chunk.slice(at, at + 4)));
      small -= Math.min(at, small);
      done.push(decoder.decode(new Uint8Array(chunk.subarray(at))));
      const sounding = done.filter(({ channelData }) => channelData.length > 0);
      const [first] = sounding;
      if (first === undefined) return { channelData: [], sampleRate: 0 };
      const channelData = first.channelData.map((_, channel) =>
        joinSamples(sounding.map((each) => each.channelData[channel] ?? new Float32Array(0))),
      );
      return { channelData, sampleRate: first.sampleRate };
    },
  };
}

async function* chunksOf(
  path: string,
): AsyncGenerator<{ chunk: Uint8Array; share: number }, void, undefined> {
  const { size } = await stat(path);
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    yield { chunk, share: read / Math.max(size, read) };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(parts));
}
