import type { Audio } from "../../domain/audio/audio.ts";
import { AudioId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { AudioConverter } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Scratch } from "../../ports/scratch.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { storedPath } from "./stored-path.ts";

/** The kind of job that {@link measureAudio} does. */
export const measureAudioKind = "measure-audio";

/** Orders a recording that was kept as it came to be listened to: its loudness and its waveform. */
export function enqueueMeasure(deps: EnqueueJobDeps, { id, title }: Audio): Promise<Job> {
  return enqueueJob(deps, {
    kind: measureAudioKind,
    title,
    input: { audioId: id, title },
    orderedBy: "system",
  });
}

/** The work: listens to the stored file once and writes down what was heard. Its bytes stay as they are. */
export async function measureAudio(
  deps: {
    readonly audio: AudioLibrary;
    readonly files: AudioFiles;
    readonly converter: AudioConverter;
    readonly scratch: Scratch;
    readonly liveUpdates: LiveUpdates;
  },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const id = AudioId(String(job.input["audioId"]));
  const found = await deps.audio.get(id);
  await using folder = await deps.scratch.folder();
  const path = found && (await storedPath(deps.files, folder, found.value.fileKey, "stored"));
  if (path === undefined) return { ok: true, result: { gone: true } };
  const [heard] = await deps.converter.convert(
    { path, parts: [{ to: folder.path("copy") }], treatment: "keep" },
    { signal: at.signal, onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }) },
  );
  // What the decoder cannot read plays all the same on players that can.
  if (heard?.ok !== true) return { ok: true, result: { heard: false } };
  const { lufs, waveform } = heard;
  for (;;) {
    const now = await deps.audio.getAny(id);
    if (now === undefined) return { ok: true, result: { gone: true } };
    const audio = {
      ...now.value,
      ...(lufs !== undefined && { lufs }),
      ...(waveform !== undefined && { waveform }),
    };
    if ((await deps.audio.save(audio, now.version)).ok) break;
  }
  deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
  return { ok: true, result: { heard: true } };
}
