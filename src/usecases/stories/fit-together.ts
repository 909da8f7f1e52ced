import type { Audio } from "../../domain/audio/audio.ts";
import { noSoundWords } from "../../domain/audio/no-sound-words.ts";
import { AudioId, type StoryId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import { misfitAmong } from "../../domain/streams/join-audio.ts";
import { convertAndKeep } from "../audio/convert-and-keep.ts";
import type { EditDeps } from "../audio/edit-audio.ts";
import { keepMadeSound } from "../audio/keep-made-sound.ts";
import { storedPath } from "../audio/stored-path.ts";
import type { JobContext } from "../jobs/run-jobs.ts";

export type Fitted =
  | { readonly ok: true; readonly as: ReadonlyMap<AudioId, AudioId> }
  | { readonly ok: false; readonly why: string; readonly hint: string };

type Wanted = {
  /** The copies are of use to it alone, and go with it. */
  readonly madeFor: StoryId;
  readonly spoken: AudioId;
  readonly chosen: ReadonlySet<AudioId>;
};

/**
 * What a server tells in one go is joined, so that it must be of one make: recordings of the family's that are of another than what
 * was read aloud get a copy that is like it. Answers the copies; what is there already is not made again.
 */
export async function fitTogether(
  deps: EditDeps,
  job: Job,
  { madeFor, spoken, chosen }: Wanted,
  at: JobContext,
): Promise<Fitted> {
  const found = (await deps.audio.getMany([spoken, ...chosen])).map(({ value }) => value);
  const like = found.find(({ id }) => id === spoken);
  const misfits = found.filter((each) => like !== undefined && misfitAmong([like, each]) !== undefined);
  const as = new Map<AudioId, AudioId>();
  for (const [number, audio] of misfits.entries()) {
    at.signal.throwIfAborted();
    at.tell({ done: 1000, of: 1000, saying: `Making “${audio.title}” fit the voice` });
    const made = await copyLikeSpeech(deps, { name: `${job.id}-f${number}`, madeFor }, audio, at);
    if (!made.ok) return made;
    as.set(audio.id, made.id);
  }
  return { ok: true, as };
}

async function copyLikeSpeech(
  deps: EditDeps,
  { name, madeFor }: { readonly name: string } & Pick<Wanted, "madeFor">,
  audio: Audio,
  at: JobContext,
): Promise<
  | { readonly ok: true; readonly id: AudioId }
  | { readonly ok: false; readonly why: string; readonly hint: string }
> {
  const again = "Record it once more, or choose another recording, then make the card again.";
  await using folder = await deps.scratch.folder();
  const path = await storedPath(deps.files, folder, audio.fileKey, "source");
  if (path === undefined) return { ok: false, why: `The file of “${audio.title}” is gone.`, hint: again };
  const { converted, letGo } = await convertAndKeep(deps, folder, {
    name,
    request: { path, parts: [{ to: folder.path("made") }], treatment: "speech" },
    signal: at.signal,
    onProgress: () => undefined,
    onKept: async () => undefined,
  });
  const [sound] = converted;
  if (sound?.ok !== true)
    return { ok: false, why: noSoundWords(sound?.why ?? "no-sound", audio.title).why, hint: again };
  const id = await keepMadeSound(deps, folder, {
    id: AudioId(name),
    file: "made",
    sound,
    title: audio.title,
    tags: audio.tags,
    of: audio,
    madeFor,
    number: 0,
  });
  await letGo();
  deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
  return { ok: true, id };
}
