import type { Audio } from "../../domain/audio.ts";
import type { AudioItem } from "../schema/audio.ts";

/** A piece of audio as the API tells it: without its frame index and its place on disk. */
export function audioView(audio: Audio): AudioItem {
  const { id, title, originalName, bytes, seconds, format, addedAtMs } = audio;
  return {
    id,
    title,
    originalName,
    bytes,
    seconds,
    format,
    tags: [...audio.tags],
    addedAtMs,
    playUrl: `/api/audio/${encodeURIComponent(id)}/file.mp3`,
  };
}
