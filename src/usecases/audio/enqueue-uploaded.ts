import { isConverted, soundKind } from "../../domain/audio/sniff-sound.ts";
import type { JobId, UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Treatment } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import { readBookKind } from "../speech/read-book.ts";
import { ingestUploadKind, uploadKeyOf } from "./ingest-upload.ts";

export type EnqueueUploadedDeps = EnqueueJobDeps & { readonly files: AudioFiles };

const headBytes = 4096;

/**
 * Enqueues the job that adds a file to the library which was uploaded directly to the file store, under the job's key. Idempotent:
 * asking twice for one file makes one job. Without a treatment an MP3 stays as it is and all else is converted.
 */
export async function enqueueUploaded(
  deps: EnqueueUploadedDeps,
  sent: {
    readonly id: JobId;
    readonly name: string;
    readonly title?: string | undefined;
    readonly treatment?: Treatment | undefined;
    readonly keepOriginal: boolean;
    /** Default: a recording. */
    readonly becomes?: "recording" | "book";
    readonly orderedBy: UserName | "system";
  },
): Promise<Job> {
  const { id, name, title, keepOriginal, orderedBy } = sent;
  const before = await deps.jobs.get(id);
  if (before !== undefined) {
    // The one before us may have been cut off between writing it down and waking somebody.
    if (before.value.state.is === "waiting") await deps.jobQueue.send(id);
    return before.value;
  }
  if (sent.becomes === "book")
    return enqueueJob(deps, { id, kind: readBookKind, title: title ?? name, input: { name }, orderedBy });
  const [head, place] = await Promise.all([
    deps.files.read(uploadKeyOf(id), { first: 0, last: headBytes - 1 }),
    deps.files.locate(uploadKeyOf(id), 60),
  ]);
  const first = new Uint8Array(await new Response(head ?? null).arrayBuffer());
  const treatment = sent.treatment ?? (isConverted(soundKind(first)) ? "auto" : "keep");
  const bytes = place?.bytes ?? 0;
  const input = { name, bytes, treatment, tags: [], keepOriginal, ...(title !== undefined && { title }) };
  return enqueueJob(deps, { id, kind: ingestUploadKind, title: title ?? name, input, orderedBy });
}
