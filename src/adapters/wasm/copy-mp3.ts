import { createReadStream } from "node:fs";
import { createMp3Scanner, type ScannedMp3 } from "../../domain/audio/scan-mp3.ts";
import type { Converted } from "../../ports/audio-converter.ts";
import { createOutputFile } from "./output-file.ts";
import { Unreadable } from "./sound-piece.ts";

const readBytes = 1_048_576;
const noSound = { empty: "empty", "not-mp3": "not-audio", "no-frames": "no-sound" } as const;
type Sound = Extract<ScannedMp3, { ok: true }>;

/** What the frames say. Throws {@link Unreadable}. */
export async function scanFile(path: string): Promise<Sound> {
  return scan(path, () => {});
}

/** Writes the frames and nothing else. Throws {@link Unreadable}. */
export async function copyMp3(path: string, to: string): Promise<Extract<Converted, { ok: true }>> {
  const file = createOutputFile(to);
  try {
    const { format, index, seconds } = await scan(path, (frames) => file.write(frames));
    return { ok: true, format, index, seconds, ...file.end() };
  } catch (error) {
    file.end();
    throw error;
  }
}

async function scan(path: string, take: (frames: Uint8Array) => void): Promise<Sound> {
  const scanner = createMp3Scanner();
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>)
    for (const frames of scanner.push(chunk)) take(frames);
  const { frames, scanned } = scanner.end();
  for (const each of frames) take(each);
  if (!scanned.ok) throw new Unreadable(noSound[scanned.why]);
  return scanned;
}
