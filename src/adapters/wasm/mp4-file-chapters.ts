import { type FileHandle, open } from "node:fs/promises";
import type { Chapter } from "../../domain/audio/audio.ts";
import { chapterTitle, mp4Chapters } from "../../domain/audio/mp4-chapters.ts";

/** More than any audiobook's index needs: twelve hours take 10 MB. */
const mostMoovBytes = 128_000_000;

/** The chapters of an MP4 file, wherever its index is; none when it has none or they are broken. */
export async function mp4FileChapters(path: string): Promise<readonly Chapter[]> {
  const file = await open(path);
  try {
    const moov = await readMoov(file);
    const found = moov && mp4Chapters(moov);
    if (found === undefined) return [];
    if (found.by === "list") return found.chapters;
    const chapters: Chapter[] = [];
    for (const { startSeconds, offset, bytes } of found.samples) {
      const sample = await readAt(file, offset, Math.min(bytes, 2048));
      chapters.push({ title: chapterTitle(sample), startSeconds });
    }
    return chapters;
  } finally {
    await file.close();
  }
}

async function readMoov(file: FileHandle): Promise<Uint8Array | undefined> {
  const { size } = await file.stat();
  for (let at = 0; at + 8 <= size; ) {
    const head = await readAt(file, at, 16);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const short = view.getUint32(0);
    const length =
      short === 1 && head.length === 16 ? Number(view.getBigUint64(8)) : short === 0 ? size - at : short;
    const header = short === 1 ? 16 : 8;
    if (length < header) return undefined;
    if (view.getUint32(4) === 0x6d_6f_6f_76)
      return length > mostMoovBytes ? undefined : readAt(file, at + header, length - header);
    at += length;
  }
  return undefined;
}

async function readAt(file: FileHandle, at: number, bytes: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}
