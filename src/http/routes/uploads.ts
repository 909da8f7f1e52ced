import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { JobId } from "../../domain/ids.ts";
import type { DirectUploads, KnownPart, PartsTaken, UploadPart } from "../../ports/direct-uploads.ts";
import { spareDiskBytes } from "../../ports/disk-full.ts";
import type { Settings } from "../../stores/settings.ts";
import { type EnqueueUploadedDeps, enqueueUploaded } from "../../usecases/audio/enqueue-uploaded.ts";
import { uploadKeyOf } from "../../usecases/audio/ingest-upload.ts";
import { newJobId } from "../../usecases/jobs/enqueue-job.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { refuseTooLarge } from "../refuse-too-large.ts";
import { UploadAnswer } from "../schema/audio.ts";
import { NewUpload, UploadDone, UploadPlan, UploadToResume } from "../schema/upload.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type UploadDeps = Omit<EnqueueUploadedDeps, "jobQueue"> &
  Pick<JobDeps, "jobQueue"> & {
    readonly settings: Settings;
    /** Takes files in parts; absent where they only come in one piece. */
    readonly directUploads?: (DirectUploads & Partial<PartsTaken>) | undefined;
    readonly publicUrl: URL;
    /** What is left on the disk; absent where there is no end. */
    readonly freeBytes?: (() => Promise<number>) | undefined;
  };

const tags = ["Audio"];

const uploadId = z.object({ id: z.string().regex(/^[a-z0-9]{10,40}$/) });

const begin = defineRoute("member", {
  method: "post",
  path: "/api/audio/uploads",
  tags,
  summary: "Ask where to send a file",
  request: { body: bodyOf(NewUpload) },
  responses: { 200: jsonOf(UploadPlan, "Where") },
});
const resume = defineRoute("member", {
  method: "post",
  path: "/api/audio/uploads/{id}/resume",
  tags,
  summary: "Ask which parts are missing, after a break",
  request: { params: uploadId, body: bodyOf(UploadToResume) },
  responses: { 200: jsonOf(UploadPlan, "All parts, with addresses for another hour") },
});
const part = defineRoute("member", {
  method: "put",
  path: "/api/audio/uploads/{id}/parts/{part}",
  tags,
  summary: "Send a part, where we keep the files ourselves",
  description: "The body is the part's bytes. When this is answered, the part is on the disk.",
  request: { params: uploadId.extend({ part: z.coerce.number().int().min(0) }) },
  responses: { 204: { description: "Kept" } },
});
const complete = defineRoute("member", {
  method: "post",
  path: "/api/audio/uploads/{id}/complete",
  tags,
  summary: "Say that all parts were sent; the file is taken in by a job",
  request: { params: uploadId, body: bodyOf(UploadDone) },
  responses: { 202: jsonOf(UploadAnswer, "Taken; follow the job") },
});

const whereTo = { recording: "/api/audio", book: "/api/books" } as const;
const smallBytes = 8 * 1024 * 1024;

/** Sending files in parts: past us, where the bytes are kept elsewhere, or to us. */
export function uploadRoutes(app: OpenAPIHono<AppEnv>, deps: UploadDeps): void {
  const { directUploads, jobQueue } = deps;
  /** At home the browser may know us by another name than the public one: then only the path holds for both. */
  const addressed = ({ url, first, last, ...more }: UploadPart & Partial<KnownPart>) => ({
    url: url.origin === deps.publicUrl.origin ? url.pathname : url.href,
    first,
    last,
    ...(more.isSent !== undefined && { isSent: more.isSent }),
  });
  const most = async () => (await deps.settings.get("upload-bytes")).value;

  app.openapi(begin, async (c) => {
    const { name, bytes, becomes } = c.req.valid("json");
    const maxBytes = await most();
    if (bytes > maxBytes) return refuseTooLarge(c, maxBytes);
    // The file, what it becomes, and some room for the database and everybody else.
    if (deps.freeBytes !== undefined && (await deps.freeBytes()) < bytes * 2 + spareDiskBytes)
      return refuse(c, "disk-full");
    // What fits into one part is sent anew when it breaks off; we know at once then what became of it.
    const isSmall = directUploads?.put !== undefined && bytes <= smallBytes;
    if (directUploads === undefined || jobQueue === undefined || isSmall)
      return c.json(
        { is: "here" as const, url: `${whereTo[becomes]}?name=${encodeURIComponent(name)}` },
        200,
      );
    const id = newJobId(deps);
    const { token, parts } = await directUploads.begin(uploadKeyOf(id), bytes);
    return c.json({ is: "there" as const, id, token, parts: parts.map(addressed) }, 200);
  });

  app.openapi(resume, async (c) => {
    const { id } = c.req.valid("param");
    const { bytes, token } = c.req.valid("json");
    const parts = await directUploads?.resume(uploadKeyOf(JobId(id)), token, bytes);
    if (parts === undefined) return refuse(c, "not-found");
    return c.json({ is: "there" as const, id, token, parts: parts.map(addressed) }, 200);
  });

  app.openapi(part, async (c) => {
    const { id, part } = c.req.valid("param");
    const { body } = c.req.raw;
    if (directUploads?.put === undefined || body === null) return refuse(c, "not-found");
    const kept = await directUploads.put(uploadKeyOf(JobId(id)), part, body);
    return kept
      ? c.body(null, 204)
      : refuse(c, "invalid-request", { message: "This is no part of that upload." });
  });

  app.openapi(complete, async (c) => {
    if (directUploads === undefined || jobQueue === undefined) return refuse(c, "not-found");
    const id = JobId(c.req.valid("param").id);
    const { token, ...told } = c.req.valid("json");
    const sent = await directUploads.finish(uploadKeyOf(id), token);
    if (sent === undefined) return refuse(c, "empty-upload");
    const maxBytes = await most();
    if (sent.bytes > maxBytes) {
      await deps.files.delete(uploadKeyOf(id));
      return refuseTooLarge(c, maxBytes);
    }
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const keepOriginal = told.keepOriginal ?? (await deps.settings.get("keep-originals")).value;
    const job = await enqueueUploaded({ ...deps, jobQueue }, { ...told, keepOriginal, id, orderedBy });
    return c.json({ is: "being-prepared" as const, job: jobView(job) }, 202);
  });
}
