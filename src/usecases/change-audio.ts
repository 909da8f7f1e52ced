import type { Audio } from "../domain/audio.ts";
import type { AudioId } from "../domain/ids.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { AudioLibrary } from "../stores/audio.ts";

export type AudioChanged =
  | { readonly ok: true; readonly audio: Audio }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" };

/** Renames a piece of audio or tags it anew; its bytes stay. */
export async function changeAudio(
  deps: { readonly audio: AudioLibrary; readonly liveUpdates: LiveUpdates },
  id: AudioId,
  change: { readonly title?: string | undefined; readonly tags?: readonly string[] | undefined },
): Promise<AudioChanged> {
  const found = await deps.audio.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const { title = found.value.title, tags = found.value.tags } = change;
  const audio: Audio = { ...found.value, title, tags: [...new Set(tags)] };
  if (!(await deps.audio.save(audio, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "audio" });
  return { ok: true, audio };
}
