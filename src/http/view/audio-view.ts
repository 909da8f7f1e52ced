import type { Audio } from "../../domain/audio.ts";
import type { AudioItem } from "../schema/audio.ts";
import { given } from "./given.ts";

/** A piece of audio as the API tells it: without its frame index and its place on disk. */
export function audioView(audio: Audio): AudioItem {
  const { id, title, originalName, bytes, seconds, format, addedAtMs } = audio;
  const { artist, album, lufs, waveform, chapters } = audio;
  return {
    id,
    title,
    originalName,
    bytes,
    seconds,
    format,
    tags: [...audio.tags],
    addedAtMs,
    ...given({ artist, album, lufs, waveform, chapters: chapters && [...chapters] }),
    ...given({ coverUrl: audio.coverKey && `/api/audio/${encodeURIComponent(id)}/cover` }),
    playUrl: `/api/audio/${encodeURIComponent(id)}/file.mp3`,
  };
}
