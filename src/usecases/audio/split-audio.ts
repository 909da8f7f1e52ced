import type { Audio } from "../../domain/audio/audio.ts";
import { noSoundWords } from "../../domain/audio/no-sound-words.ts";
import { type SplitWish, splitPoints } from "../../domain/audio/split-points.ts";
import { AudioId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import type { EditDeps } from "./edit-audio.ts";
import { keepMadeSound } from "./keep-made-sound.ts";
import { storedPath } from "./stored-path.ts";

/** The kind of job that {@link splitAudio} does. */
export const splitAudioKind = "split-audio";

/** A pause that a reader makes between parts, in a room that is never quite silent. */
const pause = { quieterThanDb: -45, atLeastSeconds: 1.2 } as const;
const shortPause = { quieterThanDb: -45, atLeastSeconds: 0.3 } as const;
const mostPieces = 200;

/** Orders a recording to be cut into several. It stays as it is. */
export function enqueueSplit(
  deps: EnqueueJobDeps,
  { id, title }: Audio,
  wish: SplitWish,
  orderedBy: UserName | "system",
): Promise<Job> {
  const how: JsonObject = wish.by === "points" ? { ...wish, atSeconds: [...wish.atSeconds] } : { ...wish };
  return enqueueJob(deps, { kind: splitAudioKind, title, input: { audioId: id, how }, orderedBy });
}

/** The work: finds where to cut, and keeps each piece as a recording of its own. */
export async function splitAudio(deps: EditDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const found = await deps.audio.get(AudioId(String(job.input["audioId"])));
  await using folder = await deps.scratch.folder();
  const path = found && (await storedPath(deps.files, folder, found.value.fileKey, "source"));
  if (found === undefined || path === undefined)
    return { ok: false, why: "The recording is no longer in the library." };
  const audio = found.value;
  const wish = wishOf(job.input["how"]);
  const needsSilences = wish.by === "silence" || wish.by === "length";
  const options = { signal: at.signal };
  const points = splitPoints(audio.seconds, wish, {
    silences: needsSilences
      ? await deps.converter.silences(path, wish.by === "silence" ? pause : shortPause, options)
      : [],
    chapterStarts: audio.chapters?.map(({ startSeconds }) => startSeconds) ?? [],
  });
  if (points.length === 0)
    return { ok: false, why: nowhere[wish.by], hint: "Split it by length, or set the places yourself." };
  if (points.length >= mostPieces)
    return {
      ok: false,
      why: `That would be ${points.length + 1} pieces.`,
      hint: "Choose longer pieces: a card holds 100.",
    };
  const edges = [0, ...points, audio.seconds];
  const parts = points.concat(audio.seconds).map((to, number) => ({
    to: folder.path(`piece-${number}`),
    ...(number > 0 && { fromSeconds: edges[number] ?? 0 }),
    ...(number < points.length && { toSeconds: to }),
  }));
  const sounds = await deps.converter.convert(
    { path, parts, treatment: "keep" },
    { ...options, onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }) },
  );
  const audioIds: AudioId[] = [];
  for (const [number, sound] of sounds.entries()) {
    at.signal.throwIfAborted();
    if (!sound.ok) return { ok: false, ...noSoundWords(sound.why, audio.title) };
    audioIds.push(
      await keepMadeSound(deps, folder, {
        id: AudioId(`${job.id}-${number + 1}`),
        file: `piece-${number}`,
        sound,
        title: titleOf(audio, wish, edges[number] ?? 0, number),
        tags: audio.tags,
        of: { ...audio, album: audio.album ?? audio.title },
        number,
      }),
    );
  }
  deps.liveUpdates.publish({ of: "audio" });
  return { ok: true, result: { audioIds } };
}

const nowhere: Readonly<Record<SplitWish["by"], string>> = {
  silence: "There is no pause in this recording that is long enough.",
  length: "This recording is not longer than one piece.",
  chapters: "This recording has no chapters.",
  points: "There is no place to cut at.",
};

function titleOf(audio: Audio, { by }: SplitWish, fromSeconds: number, number: number): string {
  const chapter = audio.chapters?.find(({ startSeconds }) => startSeconds === fromSeconds);
  return by === "chapters" && chapter !== undefined && chapter.title !== ""
    ? chapter.title
    : `${audio.title} (${number + 1})`;
}

function wishOf(given: unknown): SplitWish {
  if (typeof given !== "object" || given === null || !("by" in given)) return { by: "silence" };
  if (given.by === "chapters") return { by: "chapters" };
  if (given.by === "length" && "seconds" in given && typeof given.seconds === "number")
    return { by: "length", seconds: given.seconds };
  if (given.by === "points" && "atSeconds" in given && Array.isArray(given.atSeconds))
    return { by: "points", atSeconds: given.atSeconds.filter((each) => typeof each === "number") };
  return { by: "silence" };
}
