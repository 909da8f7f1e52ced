import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { TooLarge } from "../../ports/audio-files.ts";
import type { DiskRoom } from "./disk-room.ts";
import { makeFolder, syncFolder } from "./durable-folder.ts";
import { tempPathFor } from "./temp-file.ts";

/**
 * Writes a stream to a file so that readers see the old file or the whole new one: a temporary file beside it, synced,
 * renamed, the rename synced. When anything fails nothing is left. Answers the bytes written.
 */
export async function writeWhole(
  path: string,
  bytes: ReadableStream<Uint8Array>,
  maxBytes: number,
  room: DiskRoom,
): Promise<number> {
  const folder = dirname(path);
  await makeFolder(folder);
  const temp = tempPathFor(path);
  try {
    const size = await writeTemp(temp, bytes, maxBytes, room.forFile());
    await rename(temp, path);
    await syncFolder(folder);
    return size;
  } catch (error) {
    await rm(temp, { force: true });
    // The stream's owner should stop sending; when the stream itself broke, it is closed already.
    if (!bytes.locked) await bytes.cancel(error).catch(() => {});
    throw error;
  }
}

async function writeTemp(
  temp: string,
  bytes: ReadableStream<Uint8Array>,
  maxBytes: number,
  makeRoom: (bytes: number) => Promise<void>,
): Promise<number> {
  await makeRoom(0);
  await using file = await open(temp, "wx", 0o640);
  let size = 0;
  // One piece at a time: a slow disk slows the sender, and memory stays flat.
  for await (const piece of bytes) {
    size += piece.length;
    if (size > maxBytes)
      throw new TooLarge(`More than the ${maxBytes} bytes that are allowed; send a smaller file`);
    await makeRoom(piece.length);
    for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
  }
  await file.sync();
  return size;
}
