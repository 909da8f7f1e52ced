import { type IAudioMetadata, parseFile } from "music-metadata";
import type { Chapter } from "../../domain/audio/audio.ts";
import type { Probed, SoundTags } from "../../ports/audio-converter.ts";
import { kindOfFile } from "./convert-file.ts";
import { mp4FileChapters } from "./mp4-file-chapters.ts";
import { openPackets } from "./packets.ts";
import { Unreadable } from "./sound-piece.ts";

/** A cover larger than this is left in the file; 5 MB ones are common. */
const mostCoverBytes = 20_000_000;

const kinds: Readonly<Record<string, string>> = { "ogg-vorbis": "ogg", "ogg-opus": "ogg", unknown: "other" };
const shopLocks = ["drms", "enca", "aavd", "drmi"];

/** Does the work of `AudioConverter.probe` in the calling thread. */
export async function probeFile(path: string, hasFfmpeg: boolean): Promise<Probed> {
  try {
    const kind = await kindOfFile(path);
    if (kind === "zip" || (kind === "unknown" && !hasFfmpeg)) throw new Unreadable("not-audio");
    const isMp4 = kind === "mp4";
    if (isMp4 || kind === "webm") await refuseLocked(path);
    const found = await readTags(path, !isMp4);
    const chapters = isMp4 ? await mp4FileChapters(path) : chaptersOf(found);
    const [picture] = found?.common.picture ?? [];
    const seconds = found?.format.duration;
    return {
      ok: true,
      kind: kinds[kind] ?? kind,
      tags: tagsOf(found),
      chapters,
      ...(seconds !== undefined && Number.isFinite(seconds) && { seconds }),
      ...(picture !== undefined &&
        picture.data.length <= mostCoverBytes && {
          cover: { mime: picture.format, bytes: new Uint8Array(picture.data) },
        }),
    };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: error.why };
    throw error;
  }
}

async function refuseLocked(path: string): Promise<void> {
  using file = await openPackets(path);
  const id = await file.track.getInternalCodecId();
  if (file.codec === null && typeof id === "string" && shopLocks.includes(id))
    throw new Unreadable("protected");
}

/** Tags are a courtesy: a file whose tags make no sense is still sound. Chapters of MP4 are read elsewhere. */
async function readTags(path: string, includeChapters: boolean): Promise<IAudioMetadata | undefined> {
  try {
    return await parseFile(path, { duration: false, includeChapters, skipPostHeaders: false });
  } catch {
    return undefined;
  }
}

function tagsOf(found: IAudioMetadata | undefined): SoundTags {
  const common = found?.common;
  const { title, artist, album } = common ?? {};
  const trackNumber = common?.track.no;
  return {
    ...(title !== undefined && title.trim() !== "" && { title }),
    ...(artist !== undefined && artist.trim() !== "" && { artist }),
    ...(album !== undefined && album.trim() !== "" && { album }),
    ...(typeof trackNumber === "number" && { trackNumber }),
  };
}

function chaptersOf(found: IAudioMetadata | undefined): readonly Chapter[] {
  const rate = found?.format.sampleRate ?? 0;
  return (found?.format.chapters ?? [])
    .map(({ title, start, timeScale, sampleOffset }) => ({
      title: title ?? "",
      startSeconds: startOf({ start, timeScale, sampleOffset }, rate),
    }))
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

/** In units of a time scale (Matroska), as a sample's number, or in seconds (ID3). */
function startOf(
  told: { start: number; timeScale: number | undefined; sampleOffset: number | undefined },
  rate: number,
): number {
  if (told.timeScale !== undefined && told.timeScale > 0) return told.start / told.timeScale;
  if (told.sampleOffset !== undefined) return rate > 0 ? told.sampleOffset / rate : 0;
  return told.start;
}
