import type { Audio } from "../../domain/audio/audio.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { AudioUse as FoundUse } from "../../usecases/audio/find-audio-use.ts";
import type { AudioItem, AudioUse } from "../schema/audio.ts";

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
    ...omitUndefined({ trashedAtMs: audio.trashedAtMs, transcriptBy: audio.transcriptBy }),
    ...omitUndefined({ artist, album, lufs, waveform, chapters: chapters && [...chapters] }),
    ...omitUndefined({
      original: audio.original && {
        bytes: audio.original.bytes,
        url: `/api/audio/${encodeURIComponent(id)}/original`,
      },
    }),
    ...omitUndefined({ coverUrl: audio.coverKey && `/api/audio/${encodeURIComponent(id)}/cover` }),
    playUrl: `/api/audio/${encodeURIComponent(id)}/file.mp3`,
  };
}

/** Where pieces are used, as the API tells it. */
export function useView({ streams, cards, collections, stories }: FoundUse): AudioUse {
  return { streams: [...streams], cards: [...cards], collections: [...collections], stories: [...stories] };
}
