import { createReadStream } from "node:fs";
import {
  type AacConfig,
  adtsFrameAt,
  adtsHeader,
  adtsHeaderBytes,
  noteAdts,
  readAacConfig,
} from "../../domain/audio/adts.ts";
import type { Converted, ConvertedPart } from "../../ports/audio-converter.ts";
import { createOutputFile } from "./output-file.ts";
import { openPackets } from "./packets.ts";
import { Unreadable } from "./sound-piece.ts";

/** An AAC frame without ADTS header, and when it is heard. */
type AacFrame = { readonly bytes: Uint8Array; readonly seconds: number; readonly share: number };
type AacSource = { readonly config: AacConfig; readonly frames: AsyncIterable<AacFrame> };

/**
 * Copies AAC unchanged into ADTS, in one pass for all parts, which must be in order of time and not overlap. Chapters of an
 * audiobook come out without loss, each a file of its own.
 */
export async function copyAac(
  path: string,
  kind: string,
  parts: readonly ConvertedPart[],
  progress: (share: number) => void,
): Promise<readonly Converted[]> {
  if (kind === "adts") return await write(await fromAdts(path), parts, progress);
  using file = await openPackets(path);
  const description = (await file.track.getDecoderConfig())?.description;
  const bytes =
    description === undefined
      ? undefined
      : ArrayBuffer.isView(description)
        ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
        : new Uint8Array(description);
  const config = bytes === undefined ? undefined : readAacConfig(bytes);
  if (config === undefined) throw new Unreadable("unsupported");
  const length = (await file.track.getDurationFromMetadata()) ?? 0;
  const frames = (async function* () {
    for await (const packet of file.packets())
      yield {
        bytes: packet.data,
        seconds: packet.timestamp,
        share: length > 0 ? Math.min(1, packet.timestamp / length) : 0,
      };
  })();
  return await write({ config, frames }, parts, progress);
}

async function write(
  source: AacSource,
  parts: readonly ConvertedPart[],
  progress: (share: number) => void,
): Promise<readonly Converted[]> {
  const done: Converted[] = [];
  let [part, ...later] = parts;
  let open: ReturnType<typeof openPart> | undefined;
  let told = 0;
  const finish = () => {
    if (part === undefined) return;
    done.push(open?.end() ?? { ok: false, why: "no-sound" });
    open = undefined;
    [part, ...later] = later;
  };
  try {
    for await (const frame of survivors(source.frames)) {
      while (part?.toSeconds !== undefined && frame.seconds >= part.toSeconds) finish();
      if (part === undefined) break;
      if (frame.seconds < (part.fromSeconds ?? Number.NEGATIVE_INFINITY)) continue;
      open ??= openPart(part.to, source.config);
      open.add(frame.bytes);
      if (frame.share - told > 0.01) {
        told = frame.share;
        progress(told);
      }
    }
  } finally {
    while (part !== undefined) finish();
  }
  return done;
}

/** A file cut off in the middle gives what there is. */
async function* survivors(frames: AsyncIterable<AacFrame>): AsyncGenerator<AacFrame, void, undefined> {
  let count = 0;
  try {
    for await (const frame of frames) {
      count += 1;
      yield frame;
    }
  } catch (error) {
    if (count === 0) throw new Unreadable("damaged", error);
  }
}

function openPart(to: string, config: AacConfig) {
  const file = createOutputFile(to);
  const notes = noteAdts();
  return {
    add(bytes: Uint8Array) {
      file.write(adtsHeader(config, bytes.length));
      file.write(bytes);
      notes.note(bytes.length + adtsHeaderBytes);
    },
    end(): Converted {
      const index = notes.index();
      const seconds = (index.frames * index.samplesPerFrame) / config.sampleRateHz;
      return { ok: true, format: notes.format(config), index, seconds, ...file.end() };
    },
  };
}

const readBytes = 262_144;

async function fromAdts(path: string): Promise<AacSource> {
  const frames = adtsFrames(path);
  const first = await frames.next();
  if (first.done) throw new Unreadable("damaged");
  const { config } = first.value;
  return {
    config,
    frames: (async function* () {
      yield first.value;
      yield* frames;
    })(),
  };
}

async function* adtsFrames(
  path: string,
): AsyncGenerator<AacFrame & { readonly config: AacConfig }, void, undefined> {
  let held: Buffer = Buffer.alloc(0);
  let count = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk]);
    let at = 0;
    while (at + adtsHeaderBytes <= held.length) {
      const frame = adtsFrameAt(held, at);
      if (frame === undefined) {
        at += 1;
        continue;
      }
      if (at + frame.frameBytes > held.length) break;
      const header = ((held[at + 1] ?? 1) & 1) === 1 ? adtsHeaderBytes : adtsHeaderBytes + 2;
      const seconds = (count * 1024) / frame.config.sampleRateHz;
      const bytes = new Uint8Array(held.subarray(at + header, at + frame.frameBytes));
      yield { bytes, seconds, share: 0, config: frame.config };
      count += 1;
      at += frame.frameBytes;
    }
    held = held.subarray(at);
  }
}
