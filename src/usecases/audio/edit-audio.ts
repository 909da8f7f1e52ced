import type { Audio } from "../../domain/audio/audio.ts";
import { usualLufs } from "../../domain/audio/level.ts";
import { noSoundWords } from "../../domain/audio/no-sound-words.ts";
import { AudioId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { AudioConverter, Between, Cut, Treatment } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Scratch } from "../../ports/scratch.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { treatmentOf } from "./ingest-upload.ts";
import { keepMadeSound } from "./keep-made-sound.ts";
import { storedPath } from "./stored-path.ts";

/** The kind of job that {@link editAudio} does. */
export const editAudioKind = "edit-audio";

/** A stretch of a recording, how loud, with which fades; times in seconds of the recording. */
export type AudioCut = Omit<Cut, "path"> & { readonly audioId: AudioId };

/** A new recording made of stretches of others, which stay as they are. */
export type AudioEdit = {
  readonly title: string;
  readonly cuts: readonly AudioCut[];
  readonly between: Between;
  readonly treatment: Treatment;
};

export type EditDeps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly converter: AudioConverter;
  readonly scratch: Scratch;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

/** Orders a recording to be made of others. */
export function enqueueEdit(
  deps: EnqueueJobDeps,
  { title, cuts, between, treatment }: AudioEdit,
  orderedBy: UserName | "system",
): Promise<Job> {
  const input: JsonObject = {
    title,
    cuts: cuts.map((cut) => ({ ...cut })),
    between: { ...between },
    treatment,
  };
  return enqueueJob(deps, { kind: editAudioKind, title, input, orderedBy });
}

/** The work: puts the stretches together and keeps the result as a new recording. */
export async function editAudio(deps: EditDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const title = typeof job.input["title"] === "string" ? job.input["title"] : job.title;
  const wanted = list(job.input["cuts"]).map(cutOf);
  await using folder = await deps.scratch.folder();
  const cuts: Cut[] = [];
  const sources: Audio[] = [];
  // Where recordings are far away, each is fetched once, however often it is cut.
  const paths = new Map<AudioId, string | undefined>();
  for (const { audioId, ...cut } of wanted) {
    const found = await deps.audio.get(audioId);
    if (found !== undefined && !paths.has(audioId)) {
      const { fileKey } = found.value;
      paths.set(audioId, await storedPath(deps.files, folder, fileKey, `source-${paths.size}`));
    }
    const path = paths.get(audioId);
    if (found === undefined || path === undefined)
      return {
        ok: false,
        why: "One of the recordings is no longer in the library.",
        hint: "Choose the recordings again.",
      };
    sources.push(found.value);
    // A fade at the end needs to know where that is.
    cuts.push({ ...cut, path, toSeconds: Math.min(cut.toSeconds ?? Infinity, found.value.seconds) });
  }
  const [first] = sources;
  if (first === undefined) return { ok: false, why: "There is nothing to put together." };
  const asked = treatmentOf(job.input["treatment"]);
  const { gapSeconds, crossFadeSeconds } = numbers(job.input["between"]);
  const sound = await deps.converter.assemble(
    {
      cuts,
      between: {
        ...(gapSeconds !== undefined && { gapSeconds }),
        ...(crossFadeSeconds !== undefined && { crossFadeSeconds }),
      },
      treatment: asked === "auto" && isUntouched(cuts, crossFadeSeconds, sources) ? "keep" : asked,
      to: folder.path("made"),
    },
    { signal: at.signal, onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }) },
  );
  if (!sound.ok) return { ok: false, ...noSoundWords(sound.why, title) };
  const id = await keepMadeSound(deps, folder, {
    id: AudioId(`${job.id}-1`),
    file: "made",
    sound,
    title,
    tags: [...new Set(sources.flatMap(({ tags }) => tags))],
    of: first,
    number: 0,
  });
  deps.liveUpdates.publish({ of: "audio" });
  return { ok: true, result: { audioId: id, audioIds: [id] } };
}

/** How far from the usual loudness recordings may be that are put together as they are. */
const nearLu = 1;

/** Nothing is to sound different, and all are at the usual loudness already: then frames can be copied. */
function isUntouched(cuts: readonly Cut[], crossFadeSeconds = 0, sources: readonly Audio[]): boolean {
  return (
    crossFadeSeconds === 0 &&
    cuts.every(
      ({ gainDb = 0, fadeInSeconds = 0, fadeOutSeconds = 0 }) =>
        gainDb === 0 && fadeInSeconds === 0 && fadeOutSeconds === 0,
    ) &&
    sources.every(({ lufs = usualLufs }) => Math.abs(lufs - usualLufs) <= nearLu)
  );
}

function cutOf(given: Json): AudioCut {
  const { fromSeconds, toSeconds, gainDb, fadeInSeconds, fadeOutSeconds } = numbers(given);
  const audioId = object(given)["audioId"];
  return {
    audioId: AudioId(String(audioId)),
    ...(fromSeconds !== undefined && { fromSeconds }),
    ...(toSeconds !== undefined && { toSeconds }),
    ...(gainDb !== undefined && { gainDb }),
    ...(fadeInSeconds !== undefined && { fadeInSeconds }),
    ...(fadeOutSeconds !== undefined && { fadeOutSeconds }),
  };
}

function list(given: Json | undefined): readonly Json[] {
  return Array.isArray(given) ? given : [];
}

function object(given: Json | undefined): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? { ...given } : {};
}

function numbers(given: Json | undefined): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(
    Object.entries(object(given)).filter((pair): pair is [string, number] => typeof pair[1] === "number"),
  );
}
