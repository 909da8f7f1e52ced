import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { JobId } from "../../domain/ids.ts";
import type { DirectUploads } from "../../ports/direct-uploads.ts";
import type { Settings } from "../../stores/settings.ts";
import { uploadKeyOf } from "../../usecases/ingest-upload.ts";
import { type OrderSentDeps, orderIngestOfSent } from "../../usecases/order-ingest-of-sent.ts";
import { newJobId } from "../../usecases/order-job.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { UploadAnswer } from "../schema/audio.ts";
import { NewUpload, UploadDone, UploadPlan } from "../schema/upload.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type UploadDeps = Omit<OrderSentDeps, "jobQueue"> &
  Pick<JobDeps, "jobQueue"> & {
    readonly settings: Settings;
    /** Takes bytes past us; absent where they come through us. */
    readonly directUploads?: DirectUploads | undefined;
  };

const tags = ["Audio"];

const begin = defineRoute("member", {
  method: "post",
  path: "/api/audio/uploads",
  tags,
  summary: "Ask where to send a file",
  request: { body: bodyOf(NewUpload) },
  responses: { 200: jsonOf(UploadPlan, "Where") },
});
const complete = defineRoute("member", {
  method: "post",
  path: "/api/audio/uploads/{id}/complete",
  tags,
  summary: "Say that all parts were sent; the file is taken in by a job",
  request: { params: z.object({ id: z.string().regex(/^[a-z0-9]{10,40}$/) }), body: bodyOf(UploadDone) },
  responses: { 202: jsonOf(UploadAnswer, "Taken; follow the job") },
});

/** Sending files past us, where the bytes are kept elsewhere. */
export function uploadRoutes(app: OpenAPIHono<AppEnv>, deps: UploadDeps): void {
  const { directUploads, jobQueue } = deps;
  const most = async () => (await deps.settings.get("upload-bytes")).value;

  app.openapi(begin, async (c) => {
    const { name, bytes } = c.req.valid("json");
    const maxBytes = await most();
    if (bytes > maxBytes)
      return refuse(c, "too-large", { hint: `At most ${Math.floor(maxBytes / 1_000_000)} MB fit.` });
    if (directUploads === undefined || jobQueue === undefined)
      return c.json({ is: "here" as const, url: `/api/audio?name=${encodeURIComponent(name)}` }, 200);
    const id = newJobId(deps);
    const { token, parts } = await directUploads.begin(uploadKeyOf(id), bytes);
    const addressed = parts.map(({ url, first, last }) => ({ url: url.href, first, last }));
    return c.json({ is: "there" as const, id, token, parts: addressed }, 200);
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
      return refuse(c, "too-large", { hint: `At most ${Math.floor(maxBytes / 1_000_000)} MB fit.` });
    }
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const job = await orderIngestOfSent({ ...deps, jobQueue }, { ...told, id, orderedBy });
    return c.json({ is: "being-prepared" as const, job: jobView(job) }, 202);
  });
}
