import type { Audio, OriginalFile } from "../../domain/audio/audio.ts";
import type { AudioId, StoryId } from "../../domain/ids.ts";
import type { Converted } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ScratchFolder } from "../../ports/scratch.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { findDuplicate } from "./find-duplicate.ts";

/** A sound that was made here, in a file of `folder`, on its way into the library. */
export type MadeSound = {
  readonly id: AudioId;
  readonly file: string;
  readonly sound: Extract<Converted, { ok: true }>;
  readonly title: string;
  readonly tags: readonly string[];
  /** What it was made of: its names go along. */
  readonly of: Audio;
  /** The story it is made for, where it is of use to nobody else. */
  readonly madeFor?: StoryId | undefined;
  /** The file it was made of, where that is kept. */
  readonly original?: OriginalFile | undefined;
  /** Places it among others made at the same moment. */
  readonly number: number;
};

/** Keeps it, and answers with its id: that of the same sound, where that is here already. Repeating it ends the same. */
export async function keepMadeSound(
  deps: { readonly audio: AudioLibrary; readonly files: AudioFiles; readonly clock: Clock },
  folder: ScratchFolder,
  made: MadeSound,
): Promise<AudioId> {
  const { id, of } = made;
  const { ok: _, ...facts } = made.sound;
  const fileKey = `audio/${id}.${facts.format.codec}`;
  const same = await deps.audio.bySha256(facts.sha256);
  const isTheirs = same?.value.madeFor !== undefined && same.value.madeFor !== made.madeFor;
  if (same !== undefined && !isTheirs) {
    // An earlier run may have died after it wrote ours, and somebody else came first since.
    if (same.value.id !== id) await deps.files.delete(fileKey);
    return same.value.id;
  }
  await deps.files.put(fileKey, folder.read(made.file), {
    maxBytes: facts.bytes,
    contentType: facts.format.codec === "mp3" ? "audio/mpeg" : "audio/aac",
  });
  const added = await deps.audio.add({
    ...facts,
    id,
    title: made.title,
    originalName: of.originalName,
    fileKey,
    addedAtMs: deps.clock.nowMs() + made.number,
    tags: made.tags,
    ...(of.artist !== undefined && { artist: of.artist }),
    ...(of.album !== undefined && { album: of.album }),
    ...(made.original !== undefined && { original: made.original }),
    ...(made.madeFor !== undefined && { madeFor: made.madeFor }),
  });
  if (added.ok || added.sameAs === id) return id;
  await findDuplicate(deps, added.sameAs);
  await deps.files.delete(fileKey);
  return added.sameAs;
}
