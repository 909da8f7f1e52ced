import { open } from "node:fs/promises";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import { type SoundKind, soundKind } from "../../domain/audio/sniff-sound.ts";
import type { Converted, ConvertedPart, Treatment } from "../../ports/audio-converter.ts";
import { convertPart, type Decode } from "./convert-part.ts";
import { copyAac } from "./copy-aac.ts";
import { decodeFile } from "./decode-file.ts";
import { decodeWithFfmpeg } from "./ffmpeg.ts";
import type { Keeping } from "./kept-conversion.ts";
import { openPackets } from "./packets.ts";
import { Unreadable } from "./sound-piece.ts";

export type ConvertWork = {
  readonly path: string;
  readonly parts: readonly ConvertedPart[];
  readonly treatment: Treatment;
  readonly targetLufs?: number;
  /** Path of a system's ffmpeg, for what we cannot decode ourselves. */
  readonly ffmpeg?: string;
  /** Where a conversion of one part is kept on the way. */
  readonly keep?: Omit<Keeping, "tell">;
};

/** Some megabytes of junk before an MP3 are looked through; more would be another kind of file. */
const mostJunkBytes = 4_000_000;

/** The first 4 KB decide what a file is, except for an MP3 behind junk. Throws `Unreadable`. */
export async function kindOfFile(path: string): Promise<SoundKind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    if (bytesRead === 0) throw new Unreadable("empty");
    const kind = soundKind(buffer.subarray(0, bytesRead));
    if (kind !== "unknown") return kind;
    const scanner = createMp3Scanner();
    const more = await file.read(Buffer.alloc(mostJunkBytes), 0, mostJunkBytes, 0);
    scanner.push(more.buffer.subarray(0, more.bytesRead));
    return scanner.end().scanned.ok ? "mp3" : "unknown";
  } finally {
    await file.close();
  }
}

/** Does the work of `AudioConverter.convert` in the calling thread. */
export async function convertFile(
  work: ConvertWork,
  progress: (share: number) => void,
  kept: Keeping["tell"] = () => {},
): Promise<readonly Converted[]> {
  const refuseAll = (error: unknown) => work.parts.map(() => refused(error));
  try {
    const kind = await kindOfFile(work.path);
    const isAac = kind === "adts" || (isContainer(kind) && (await codecOf(work.path)) === "aac");
    if (isAac && (work.ffmpeg === undefined || work.treatment === "keep"))
      return await copyAac(work.path, kind, work.parts, progress);
    const decode = await decoderFor(work, kind, isAac);
    const keeping = work.keep && work.parts.length === 1 ? { ...work.keep, tell: kept } : undefined;
    const done: Converted[] = [];
    for (const part of work.parts) {
      const tell = (share: number) => progress((done.length + share) / work.parts.length);
      done.push(await convertPart({ ...work, kind, decode, keeping }, part, tell).catch(refused));
    }
    return done;
  } catch (error) {
    return refuseAll(error);
  }
}

/** A refusal as an answer; anything else is thrown on. */
export function refused(error: unknown): Converted {
  if (error instanceof Unreadable) return { ok: false, why: error.why };
  throw error;
}

function isContainer(kind: SoundKind): boolean {
  return kind === "mp4" || kind === "webm";
}

async function codecOf(path: string): Promise<string | null> {
  using file = await openPackets(path);
  return file.codec;
}

/** How the file is decoded. Throws `Unreadable`. */
export async function decoderOf(path: string, ffmpeg: string | undefined): Promise<Decode> {
  const kind = await kindOfFile(path);
  const isAac = kind === "adts" || (isContainer(kind) && (await codecOf(path)) === "aac");
  return decoderFor({ path, ffmpeg }, kind, isAac);
}

async function decoderFor(
  work: { readonly path: string; readonly ffmpeg?: string | undefined },
  kind: SoundKind,
  isAac: boolean,
): Promise<Decode> {
  const { path, ffmpeg } = work;
  const byUs =
    !isAac &&
    kind !== "unknown" &&
    kind !== "zip" &&
    (!isContainer(kind) || ["opus", "mp3"].includes((await codecOf(path)) ?? ""));
  if (byUs) return () => decodeFile(path, kind);
  if (ffmpeg !== undefined && kind !== "zip") return () => decodeWithFfmpeg(ffmpeg, path);
  throw new Unreadable(isContainer(kind) ? "unsupported" : "not-audio");
}
