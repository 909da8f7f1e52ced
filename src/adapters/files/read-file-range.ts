import { type FileHandle, open } from "node:fs/promises";
import type { ByteRange } from "../../ports/audio-files.ts";
import { Unavailable } from "../../ports/unavailable.ts";

const pieceBytes = 64 * 1024;

/** Reads a part of a file, piece by piece as it is wanted; closes the file at the end, on failure and on cancel. */
export function readFileRange(path: string, range: ByteRange): ReadableStream<Uint8Array> {
  let file: FileHandle | undefined;
  let at = range.first;
  let end = range.last + 1;

  const close = async () => {
    const opened = file;
    file = undefined;
    await opened?.close();
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (file === undefined) {
            file = await open(path, "r");
            end = Math.min(end, (await file.stat()).size);
          }
          if (at >= end) {
            await close();
            controller.close();
            return;
          }
          const piece = new Uint8Array(Math.min(pieceBytes, end - at));
          const { bytesRead } = await file.read(piece, 0, piece.length, at);
          if (bytesRead === 0)
            throw new Unavailable("The file became shorter while it was read; read it again");
          at += bytesRead;
          controller.enqueue(piece.subarray(0, bytesRead));
          if (at < end) return;
          await close();
          controller.close();
        } catch (error) {
          await close();
          throw error;
        }
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
}
