import type { Audio } from "../../domain/audio/audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

export type AudioChanged =
  | { readonly ok: true; readonly audio: Audio }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" };

/** What may be said anew of a piece; an empty artist or album takes it away. */
export type AudioWords = {
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
  readonly album?: string | undefined;
  /** All of them; or some more, or some less. */
  readonly tags?: readonly string[] | undefined;
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
};

/** Renames a piece of audio or tags it anew; its bytes stay. From then on it is somebody's, and no longer a story's alone. */
export async function changeAudio(
  deps: { readonly audio: AudioLibrary; readonly liveUpdates: LiveUpdates },
  id: AudioId,
  change: AudioWords,
): Promise<AudioChanged> {
  const found = await deps.audio.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const audio = changed(found.value, change);
  if (!(await deps.audio.save(audio, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
  return { ok: true, audio };
}

/** Says the same of several pieces; answers how many there were. Who changed one meanwhile is not overwritten unseen. */
export async function changeManyAudio(
  deps: { readonly audio: AudioLibrary; readonly liveUpdates: LiveUpdates },
  ids: readonly AudioId[],
  change: Omit<AudioWords, "title">,
): Promise<number> {
  let count = 0;
  for (const id of new Set(ids))
    for (;;) {
      const found = await deps.audio.get(id);
      if (found === undefined) break;
      if (!(await deps.audio.save(changed(found.value, change), found.version)).ok) continue;
      count += 1;
      break;
    }
  deps.liveUpdates.publish({ of: "audio", audioIds: ids });
  return count;
}

function changed(before: Audio, change: AudioWords): Audio {
  const { artist: _, album: __, madeFor: ___, ...rest } = before;
  const { title = before.title, artist = before.artist, album = before.album } = change;
  const { addTags = [], removeTags = [] } = change;
  const tags = new Set([...(change.tags ?? before.tags), ...addTags]);
  for (const each of removeTags) tags.delete(each);
  return { ...rest, title, tags: [...tags], ...(artist && { artist }), ...(album && { album }) };
}
