import type { Piece } from "../../domain/audio/byte-map.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import { readBytes } from "./read-bytes.ts";

function bodyOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

/**
 * The pieces as one stream, wherever their files are; each is opened when the one before it is read, the first at once.
 * `undefined`: the first is not there. A later one that is gone breaks the stream, so that nobody takes half for the whole.
 */
export async function readPieces(
  pieces: readonly Piece[],
  placeOf: (fileKey: string) => AudioPlace | undefined,
  files: AudioFiles,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const open = async (piece: Piece) => {
    const { key, first, last, quieter } = piece;
    if (quieter !== undefined) return bodyOf(await readBytes(piece, placeOf, { files }));
    const place = placeOf(key);
    return place?.at === "here" ? place.open({ first, last }) : files.read(key, { first, last });
  };
  const [head, ...rest] = pieces;
  const beginning = head && (await open(head));
  if (beginning === undefined || rest.length === 0) return beginning;
  let reader = beginning.getReader();
  let next = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { value, done } = await reader.read();
        if (!done) return controller.enqueue(value);
        const piece = rest[next++];
        if (piece === undefined) return controller.close();
        const following = await open(piece);
        if (following === undefined) throw new Error("A file of the stream is gone; ask again.");
        reader = following.getReader();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
