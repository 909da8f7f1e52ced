import type { Audio } from "../../domain/audio/audio.ts";
import { AudioId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Scratch } from "../../ports/scratch.ts";
import type { Transcriber } from "../../ports/transcriber.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { storedPath } from "../audio/stored-path.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { keepWords } from "./keep-words.ts";

/** The kind of job that {@link transcribeAudio} does. */
export const transcribeKind = "transcribe";

/** Orders that what is said in a recording is written down. */
export function enqueueTranscript(
  deps: EnqueueJobDeps,
  { id, title }: Audio,
  { language, orderedBy }: { readonly language: string | undefined; readonly orderedBy: UserName | "system" },
): Promise<Job> {
  const input = { audioId: id, ...(language !== undefined && { language }) };
  return enqueueJob(deps, { kind: transcribeKind, title, input, orderedBy });
}

/** The work: has somebody listen, and keeps the lines. */
export async function transcribeAudio(
  deps: {
    readonly audio: AudioLibrary;
    readonly files: AudioFiles;
    readonly scratch: Scratch;
    readonly clock: Clock;
    readonly liveUpdates: LiveUpdates;
    /** Absent where nobody is set up to listen. */
    readonly transcriber?: Transcriber | undefined;
  },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const { transcriber, audio, files } = deps;
  if (transcriber === undefined)
    return { ok: false, why: "Nobody is set up to listen.", hint: "docs/making.md tells how (TRANSCRIBER)." };
  const id = AudioId(String(job.input["audioId"]));
  const found = (await audio.get(id))?.value;
  if (found === undefined) return gone;
  const { language } = job.input;
  await using folder = await deps.scratch.folder();
  at.tell({ done: 0, saying: "Listening" });
  const written = await transcriber.transcribe({
    id: `${job.id}-${job.createdAtMs}`,
    fileKey: found.fileKey,
    codec: found.format.codec,
    seconds: found.seconds,
    path: async () => {
      const path = await storedPath(files, folder, found.fileKey, `recording.${found.format.codec}`);
      if (path === undefined) throw new Error("The recording's file is gone; restore it from a backup");
      return path;
    },
    ...(typeof language === "string" && { language }),
    signal: at.signal,
    onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000, saying: "Listening" }),
  });
  if (!written.ok) return written;
  const { ok: _, ...said } = written;
  const kept = await keepWords(deps, id, { ...said, by: transcriber.engine, madeAtMs: deps.clock.nowMs() });
  if (kept === undefined) return gone;
  return { ok: true, result: { audioId: id, lines: written.lines.length } };
}

const gone: JobOutcome = { ok: false, why: "The recording is no longer in the library." };
