import type { Audio } from "../../domain/audio/audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { AddDeps } from "../audio/add-audio.ts";

/** What a recording has of the work it was spoken for. `coverKey` is a picture among the files. */
export type Dress = {
  readonly album: string;
  readonly artist?: string | undefined;
  readonly coverKey?: string | undefined;
};

/** The recording with what it has of the work it belongs to; what somebody said of it before stays. */
export async function dressRecording(deps: AddDeps, audio: Audio, dress: Dress): Promise<Audio> {
  const coverKey = audio.coverKey ?? (await copiedCover(deps, audio.id, dress.coverKey));
  for (;;) {
    const found = await deps.audio.getAny(audio.id);
    if (found === undefined) return audio;
    const after: Audio = {
      album: dress.album,
      ...(dress.artist !== undefined && { artist: dress.artist }),
      ...(coverKey !== undefined && { coverKey }),
      ...found.value,
    };
    if (!(await deps.audio.save(after, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "audio", audioIds: [audio.id] });
    return after;
  }
}

/** Each recording has a cover of its own: the others keep theirs when one is deleted. */
async function copiedCover(
  { files }: AddDeps,
  id: AudioId,
  from: string | undefined,
): Promise<string | undefined> {
  const picture = from && (await files.locate(from, 60)) && (await files.read(from));
  if (from === undefined || picture === undefined || picture === "") return undefined;
  const kind = from.slice(from.lastIndexOf(".") + 1);
  const key = `covers/${id}.${kind === "jpeg" ? "jpg" : kind}`;
  await files.put(key, picture, { maxBytes: 20_000_000, contentType: `image/${kind}` });
  return key;
}
