import type { Audio } from "../../domain/audio/audio.ts";
import { noSoundWords } from "../../domain/audio/no-sound-words.ts";
import { AudioId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Treatment } from "../../ports/audio-converter.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { convertAndKeep } from "./convert-and-keep.ts";
import type { EditDeps } from "./edit-audio.ts";
import { treatmentOf } from "./ingest-upload.ts";
import { keepMadeSound } from "./keep-made-sound.ts";
import { storedPath } from "./stored-path.ts";

/** The kind of job that {@link remakeAudio} does. */
export const remakeAudioKind = "remake-audio";

/** Orders a recording to be made once more, as another kind of sound or at another loudness. The one that is there stays. */
export function enqueueRemake(
  deps: EnqueueJobDeps,
  { id, title }: Audio,
  how: { readonly treatment: Treatment; readonly targetLufs?: number | undefined },
  orderedBy: UserName | "system",
): Promise<Job> {
  const { treatment, targetLufs } = how;
  const input = { audioId: id, treatment, ...(targetLufs !== undefined && { targetLufs }) };
  return enqueueJob(deps, { kind: remakeAudioKind, title, input, orderedBy });
}

/** The work: converts the file that was sent, if it was kept, else the recording itself; keeps the result as a new recording. */
export async function remakeAudio(deps: EditDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const found = await deps.audio.get(AudioId(String(job.input["audioId"])));
  if (found === undefined) return { ok: false, why: "The recording is no longer in the library." };
  const audio = found.value;
  await using folder = await deps.scratch.folder();
  const kept = audio.original && (await storedPath(deps.files, folder, audio.original.key, "original"));
  const path = kept ?? (await storedPath(deps.files, folder, audio.fileKey, "source"));
  if (path === undefined)
    return { ok: false, why: "The recording's file is gone.", hint: "Upload it again." };
  const original = kept === undefined ? undefined : audio.original;
  const { fromSeconds, toSeconds } = original ?? {};
  const { targetLufs } = job.input;
  const { converted, letGo } = await convertAndKeep(deps, folder, {
    name: job.id,
    request: {
      path,
      parts: [
        {
          to: folder.path("made"),
          ...(fromSeconds !== undefined && { fromSeconds }),
          ...(toSeconds !== undefined && { toSeconds }),
        },
      ],
      treatment: treatmentOf(job.input["treatment"]),
      ...(typeof targetLufs === "number" && { targetLufs }),
    },
    signal: at.signal,
    onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }),
    onKept: (times) => at.checkpoint({ converted: times }),
  });
  const [sound] = converted;
  if (sound?.ok !== true) return { ok: false, ...noSoundWords(sound?.why ?? "no-sound", audio.title) };
  const id = await keepMadeSound(deps, folder, {
    id: AudioId(`${job.id}-1`),
    file: "made",
    sound,
    title: audio.title,
    tags: audio.tags,
    of: audio,
    original,
    number: 0,
  });
  await letGo();
  deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
  return { ok: true, result: { audioId: id, audioIds: [id] } };
}
