import type { AudioId } from "../domain/ids.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { AudioLibrary } from "../stores/audio.ts";
import type { Cards } from "../stores/cards.ts";
import type { Streams } from "../stores/streams.ts";
import { type AudioUse, findAudioUse } from "./find-audio-use.ts";

type Deps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly streams: Streams;
  readonly cards: Cards;
  readonly liveUpdates: LiveUpdates;
};

export type AudioDeleted =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "in-use"; readonly use: AudioUse };

/** Deletes a piece of audio, record first: whoever is listening hears it out. What streams play needs `force`. */
export async function deleteAudio(deps: Deps, id: AudioId, force: boolean): Promise<AudioDeleted> {
  const found = await deps.audio.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  if (!force) {
    const use = await findAudioUse(deps, id);
    if (use.streams.length > 0) return { ok: false, why: "in-use", use };
  }
  await deps.audio.delete(id);
  await deps.files.delete(found.value.fileKey);
  if (found.value.coverKey !== undefined) await deps.files.delete(found.value.coverKey);
  deps.liveUpdates.publish({ of: "audio" });
  return { ok: true };
}
