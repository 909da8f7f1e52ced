import { titleOfFile } from "../../domain/audio/file-title.ts";
import type { UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Treatment } from "../../ports/audio-converter.ts";
import { TooLarge } from "../../ports/audio-files.ts";
import type { Scratch } from "../../ports/scratch.ts";
import { NoSuchServer, type Web, WebRefused } from "../../ports/web.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { type IngestDeps, type IngestOptions, ingestPath } from "./ingest-path.ts";
import { treatmentOf } from "./ingest-upload.ts";

/** The kind of job that {@link ingestUrl} does. */
export const ingestUrlKind = "ingest-url";

/** Orders a recording to be fetched from an address. The address is checked when it is fetched. */
export function enqueueFetch(
  deps: EnqueueJobDeps,
  wanted: {
    readonly url: URL;
    readonly title?: string;
    readonly treatment: Treatment;
    readonly keepOriginal: boolean;
    readonly maxBytes: number;
    readonly orderedBy: UserName | "system";
  },
): Promise<Job> {
  const { url, title, treatment, keepOriginal, maxBytes, orderedBy } = wanted;
  const input = { url: url.href, treatment, keepOriginal, maxBytes, ...(title !== undefined && { title }) };
  return enqueueJob(deps, { kind: ingestUrlKind, title: title ?? nameIn(url), input, orderedBy });
}

export type FetchDeps = IngestDeps & { readonly scratch: Scratch; readonly web: Web };

/** The work: fetches what is behind the address and takes it into the library. Servers that do not answer are asked again. */
export async function ingestUrl(deps: FetchDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const { url, title, treatment, keepOriginal, maxBytes } = job.input;
  if (typeof url !== "string" || !URL.canParse(url))
    return { ok: false, why: "This is no address.", hint: "Copy it from the browser's address line." };
  return fetchIntoLibrary(deps, at, {
    url: new URL(url),
    ...(typeof title === "string" && { title }),
    tags: [],
    treatment: treatmentOf(treatment),
    keepOriginal: keepOriginal === true,
    maxBytes: typeof maxBytes === "number" ? maxBytes : Number.POSITIVE_INFINITY,
    idPrefix: job.id,
  });
}

/** Fetches an address and takes what is there into the library; the result is that of the job. */
export async function fetchIntoLibrary(
  deps: FetchDeps,
  at: JobContext,
  wish: Omit<IngestOptions, "path" | "name" | "signal" | "onProgress" | "onKept"> & {
    readonly url: URL;
    readonly headers?: Readonly<Record<string, string>>;
    /** What to call a file whose own name says nothing, and that has no tags. */
    readonly namedAtNeed?: string;
    readonly maxBytes: number;
  },
): Promise<JobOutcome> {
  const { url, headers = {}, maxBytes, namedAtNeed, ...facts } = wish;
  await using folder = await deps.scratch.folder();
  let fetched: { path: string; name: string };
  try {
    const answer = await deps.web.get(url, { headers, signal: at.signal });
    const refusal = refusalOf(answer.status, answer.headers["content-type"] ?? "", url);
    if (refusal !== undefined) {
      await answer.body.cancel();
      return refusal;
    }
    const of = Number(answer.headers["content-length"] ?? 0);
    const counted = answer.body.pipeThrough(
      counting((done) => at.tell(of > 0 ? { done, of: of * 2 } : { done })),
    );
    const name = nameIn(answer.url);
    const says = !/^[\d\s._-]*$/.test(titleOfFile(name));
    const { path } = await folder.write("fetched", counted, maxBytes);
    fetched = { path, name: says ? name : (namedAtNeed ?? name) };
  } catch (error) {
    if (error instanceof WebRefused)
      return { ok: false, why: error.message, hint: "Use an address on the internet." };
    if (error instanceof NoSuchServer) return { ok: false, why: error.message };
    if (error instanceof TooLarge)
      return {
        ok: false,
        why: "What is there is larger than allowed.",
        hint: "Raise the limit in the settings.",
      };
    throw error;
  }
  const ingested = await ingestPath(deps, folder, {
    ...facts,
    ...fetched,
    signal: at.signal,
    onProgress: (share) => at.tell({ done: Math.round(500 + share * 500), of: 1000 }),
    onKept: (times) => at.checkpoint({ converted: times }),
  });
  if (!ingested.ok) return ingested;
  const audioIds = ingested.pieces.map(({ id }) => id);
  const added = ingested.pieces.filter(({ isNew }) => isNew).length;
  return { ok: true, result: { audioIds, audioId: audioIds[0] ?? "", added } };
}

function refusalOf(status: number, type: string, url: URL): JobOutcome | undefined {
  if (status >= 500 || status === 429) throw new Error(`${url.host} answers ${status} just now`);
  if (status >= 400)
    return {
      ok: false,
      why: `${url.host} has nothing for us there (${status}).`,
      hint: "Check the address.",
    };
  if (/^text\/html|xhtml/i.test(type))
    return {
      ok: false,
      why: "This address leads to a web page, not to a recording.",
      hint: "Use the address of the recording itself; podcasts are subscribed to by their feed.",
    };
  return undefined;
}

function nameIn(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || url.hostname;
  } catch {
    return last;
  }
}

function counting(tell: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      tell(bytes);
      controller.enqueue(chunk);
    },
  });
}
