import { read } from "node:fs";
import type { Piece } from "../../domain/audio/byte-map.ts";
import { lowerGain } from "../../domain/audio/lower-gain.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { OpenFiles } from "./open-files.ts";

/** A short run of bytes as one buffer, wherever its file is. Throws when it is not there, or not all of it. */
export async function readBytes(
  { key, first, last, quieter }: Piece,
  placeOf: (fileKey: string) => AudioPlace | undefined,
  from: Sources,
): Promise<Buffer<ArrayBuffer>> {
  if (quieter === undefined) return readRun(key, first, last, placeOf, from);
  const { steps, from: begin, to } = quieter;
  const frames = await readRun(key, begin, to, placeOf, from);
  lowerGain(frames, steps);
  return frames.subarray(first - begin, last - begin + 1);
}

type Sources = { readonly files: AudioFiles; readonly openFiles?: OpenFiles };

async function readRun(
  key: string,
  first: number,
  last: number,
  placeOf: (fileKey: string) => AudioPlace | undefined,
  { files, openFiles }: Sources,
): Promise<Buffer<ArrayBuffer>> {
  const place = placeOf(key);
  const wanted = last - first + 1;
  const bytes =
    place?.at === "here" && place.path !== undefined && openFiles !== undefined
      ? await readFrom(place.path, first, wanted, openFiles)
      : await readAll(
          place?.at === "here" ? place.open({ first, last }) : await files.read(key, { first, last }),
        );
  if (bytes.byteLength !== wanted) throw new Unavailable("A file of the stream is shorter than it was.");
  return bytes;
}

async function readFrom(
  path: string,
  first: number,
  bytes: number,
  openFiles: OpenFiles,
): Promise<Buffer<ArrayBuffer>> {
  const file = await openFiles.take(path);
  try {
    const buffer = Buffer.allocUnsafe(bytes);
    const got = await new Promise<number>((resolve, reject) => {
      read(file.fd, buffer, 0, bytes, first, (error, count) => (error ? reject(error) : resolve(count)));
    });
    return buffer.subarray(0, got);
  } finally {
    file.release();
  }
}

async function readAll(body: ReadableStream<Uint8Array> | undefined): Promise<Buffer<ArrayBuffer>> {
  return body === undefined ? Buffer.of() : Buffer.from(await new Response(body).arrayBuffer());
}
