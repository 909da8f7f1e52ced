import { read } from "node:fs";
import type { Piece } from "../../domain/byte-map.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { OpenFiles } from "./open-files.ts";

/** A short run of bytes as one buffer, wherever its file is. Throws when it is not there, or not all of it. */
export async function readBytes(
  piece: Piece,
  placeOf: (fileKey: string) => AudioPlace | undefined,
  from: { readonly files: AudioFiles; readonly openFiles: OpenFiles },
): Promise<Buffer> {
  const { key, first, last } = piece;
  const place = placeOf(key);
  const wanted = last - first + 1;
  const bytes =
    place?.at === "here" && place.path !== undefined
      ? await readFrom(place.path, first, wanted, from.openFiles)
      : await readAll(place?.at === "here" ? place.open({ first, last }) : await from.files.read(key, piece));
  if (bytes.byteLength !== wanted) throw new Unavailable("A file of the stream is shorter than it was.");
  return bytes;
}

async function readFrom(path: string, first: number, bytes: number, openFiles: OpenFiles): Promise<Buffer> {
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

async function readAll(body: ReadableStream<Uint8Array> | undefined): Promise<Buffer> {
  return body === undefined ? Buffer.of() : Buffer.from(await new Response(body).arrayBuffer());
}
