import { read } from "node:fs";
import type { ServerResponse } from "node:http";
import type { Piece } from "../../domain/audio/byte-map.ts";
import type { OpenFiles } from "./open-files.ts";

const bufferBytes = 128 * 1024;
/** As many as there are listeners in a busy hour: 32 MB at most, and none of it ever garbage. */
const mostIdleBuffers = 256;
const idleBuffers: Buffer[] = [];

/**
 * Writes the pieces to the response, one pooled buffer at a time, and reads on only when the client has taken the last one:
 * memory stays flat however many listen. Ends the response; cuts the connection when a file cannot be read or is shorter
 * than promised, so that nobody takes half for the whole. Never rejects; answers whether all was sent.
 */
export async function writePieces(
  response: ServerResponse,
  pieces: readonly Piece[],
  files: OpenFiles,
  pathOf: (key: string) => string,
  changedOnTheWay: (piece: Piece) => Promise<Uint8Array>,
): Promise<boolean> {
  let wake = () => {};
  response.once("close", () => wake());
  /** Waits for one step of sending, or for the client to go away: its last callback may never come then. */
  const sending = (start: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      start(resolve);
    });
  const buffer = idleBuffers.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
  try {
    for (const [index, piece] of pieces.entries()) {
      const { key, first, last } = piece;
      const isLastPiece = index === pieces.length - 1;
      if (piece.quieter !== undefined) {
        const bytes = await changedOnTheWay(piece);
        if (response.destroyed) return false;
        await sending((done) => (isLastPiece ? response.end(bytes, done) : response.write(bytes, done)));
        continue;
      }
      const file = await files.take(pathOf(key));
      try {
        for (let at = first; at <= last; ) {
          const bytes = await readAt(file.fd, buffer, at, Math.min(bufferBytes, last - at + 1));
          if (bytes === 0) throw new Error("The file is shorter than its record says.");
          if (response.destroyed) return false;
          const chunk = buffer.subarray(0, bytes);
          at += bytes;
          const isLast = at > last && isLastPiece;
          // Node keeps the chunk, not a copy, until it says that it is written: only then is the buffer ours again.
          await sending((done) => (isLast ? response.end(chunk, done) : response.write(chunk, done)));
        }
      } finally {
        file.release();
      }
    }
    return response.writableFinished;
  } catch {
    response.destroy();
    return false;
  } finally {
    if (idleBuffers.length < mostIdleBuffers) idleBuffers.push(buffer);
  }
}

function readAt(fd: number, buffer: Buffer, position: number, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, bytes, position, (error, got) => (error === null ? resolve(got) : reject(error)));
  });
}
