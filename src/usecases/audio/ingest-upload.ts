import { open } from "node:fs/promises";
import { soundKind } from "../../domain/audio/sniff-sound.ts";
import type { JobId, UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { Archives } from "../../ports/archives.ts";
import type { Treatment } from "../../ports/audio-converter.ts";
import { type AudioFiles, TooLarge } from "../../ports/audio-files.ts";
import type { Scratch, ScratchFolder } from "../../ports/scratch.ts";
import { type EnqueueJobDeps, enqueueJob, newJobId } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { ingestArchive } from "./ingest-archive.ts";
import { type IngestDeps, type Ingested, ingestPath } from "./ingest-path.ts";

/** The kind of job that {@link ingestUpload} does. */
export const ingestUploadKind = "ingest-upload";

export type UploadToIngest = {
  readonly bytes: ReadableStream<Uint8Array>;
  readonly name: string;
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly treatment: Treatment;
  readonly keepOriginal?: boolean;
  readonly maxBytes: number;
  readonly orderedBy: UserName | "system";
  /** Another kind of job, that goes on with what was taken in, and what it must know. */
  readonly forJob?: { readonly kind: string; readonly input: JsonObject };
};

/** Keeps an upload safe and orders its conversion. A refused upload leaves nothing behind. */
export async function enqueueIngest(
  deps: EnqueueJobDeps & { readonly files: AudioFiles },
  upload: UploadToIngest,
): Promise<
  { readonly ok: true; readonly job: Job } | { readonly ok: false; readonly why: "too-large" | "empty" }
> {
  const id = newJobId(deps);
  const uploadKey = uploadKeyOf(id);
  let bytes = 0;
  try {
    ({ bytes } = await deps.files.put(uploadKey, upload.bytes, {
      maxBytes: upload.maxBytes,
      contentType: "application/octet-stream",
    }));
    if (bytes === 0) {
      await deps.files.delete(uploadKey);
      return { ok: false, why: "empty" };
    }
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, why: "too-large" };
    throw error;
  }
  const { name, title, tags = [], treatment, keepOriginal = false, orderedBy, forJob } = upload;
  const kind = forJob?.kind ?? ingestUploadKind;
  const input = {
    name,
    bytes,
    treatment,
    tags: [...tags],
    keepOriginal,
    ...(title !== undefined && { title }),
    ...forJob?.input,
  };
  const job = await enqueueJob(deps, { id, kind, title: title ?? name, input, orderedBy });
  return { ok: true, job };
}

/** The work: converts what was uploaded, keeps the pieces, lets the upload go. */
export async function ingestUpload(
  deps: IngestDeps & { readonly scratch: Scratch; readonly archives: Archives },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const uploadKey = uploadKeyOf(job.id);
  const result = job.checkpoint?.["result"];
  if (result !== undefined) {
    await deps.files.delete(uploadKey);
    return { ok: true, result: resultOf(result) };
  }
  const name = textOf(job.input["name"]) ?? "recording";
  const title = textOf(job.input["title"]);
  await using folder = await deps.scratch.folder();
  const path = await pathOf(deps, folder, uploadKey);
  if (path === undefined) return { ok: false, why: `“${name}” is no longer here.`, hint: "Upload it again." };
  const facts = {
    path,
    name,
    tags: textsOf(job.input["tags"]),
    treatment: treatmentOf(job.input["treatment"]),
    keepOriginal: job.input["keepOriginal"] === true,
  };
  const outcome = (await isArchive(path))
    ? await ingestArchive(deps, folder, facts, job, at)
    : outcomeOf(
        await ingestPath(deps, folder, {
          ...facts,
          ...(title !== undefined && { title }),
          idPrefix: job.id,
          signal: at.signal,
          onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }),
          onKept: (times) => at.checkpoint({ converted: times }),
        }),
      );
  // The result first: a crash between the two must not look like a lost upload.
  if (outcome.ok) await at.checkpoint({ result: outcome.result });
  await deps.files.delete(uploadKey);
  return outcome;
}

function outcomeOf(ingested: Ingested): JobOutcome {
  if (!ingested.ok) return ingested;
  const audioIds = ingested.pieces.map(({ id }) => id);
  const added = ingested.pieces.filter(({ isNew }) => isNew).length;
  return { ok: true, result: { audioIds, audioId: audioIds[0] ?? "", added } };
}

function resultOf(kept: Json): JsonObject {
  return isObject(kept) ? kept : {};
}

function isObject(json: Json): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

async function isArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return soundKind(buffer.subarray(0, bytesRead)) === "zip";
  } finally {
    await file.close();
  }
}

/** The upload as a file on this machine: where it is, or a copy. */
async function pathOf(
  { files }: IngestDeps,
  folder: ScratchFolder,
  key: string,
): Promise<string | undefined> {
  const place = await files.locate(key, 3600);
  if (place?.at === "here" && place.path !== undefined) return place.path;
  const bytes = place && (await files.read(key));
  return bytes && (await folder.write("upload", bytes, Number.POSITIVE_INFINITY)).path;
}

/** A cancelled or failed upload's bytes; `undefined` after it went through. */
export function uploadKeyOf(id: JobId): string {
  return `uploads/${id}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

const treatments: readonly Treatment[] = ["auto", "speech", "music", "keep"];

/** What a job's input says, or `auto`. */
export function treatmentOf(value: unknown): Treatment {
  return treatments.find((each) => each === value) ?? "auto";
}
