import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { enqueueRemake } from "../../usecases/audio/remake-audio.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { AudioRemake } from "../schema/editing.ts";
import { Job } from "../schema/job.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type OriginalDeps = JobDeps & { readonly audio: AudioLibrary; readonly files: AudioFiles };

const tags = ["Audio"];
const params = z.object({ id: z.string().min(1).max(100) });

const download = defineRoute("member", {
  method: "get",
  path: "/api/audio/{id}/original",
  tags,
  summary: "The file as it was sent, where it was kept",
  request: { params },
  responses: {
    200: { description: "The file", content: { "application/octet-stream": { schema: z.string() } } },
  },
});
const remake = defineRoute("member", {
  method: "post",
  path: "/api/audio/{id}/remake",
  tags,
  summary: "Make a recording once more: as one voice, as music, as it came, at another loudness",
  description:
    "Of the file as it was sent, where that was kept, else of the recording. That stays; the job's `result.audioId` is the new one.",
  request: { params, body: bodyOf(AudioRemake) },
  responses: { 202: jsonOf(Job, "Taken; follow the job") },
});

/** Files as they were sent, and what else can be made of them. */
export function originalRoutes(app: OpenAPIHono<AppEnv>, deps: OriginalDeps): void {
  app.openapi(download, async (c) => {
    const audio = (await deps.audio.get(AudioId(c.req.valid("param").id)))?.value;
    const place = audio?.original && (await deps.files.locate(audio.original.key, 3600));
    if (audio === undefined || place === undefined) return refuse(c, "not-found");
    if (place.at === "url") return c.redirect(place.url.href, 302);
    return new Response(place.open(), {
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Length": String(place.bytes),
        "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(audio.originalName)}`,
        "Cache-Control": "private, no-cache",
      },
    });
  });

  app.openapi(remake, async (c) => {
    const { jobQueue } = deps;
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const audio = (await deps.audio.get(AudioId(c.req.valid("param").id)))?.value;
    if (audio === undefined) return refuse(c, "not-found");
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const job = await enqueueRemake({ ...deps, jobQueue }, audio, c.req.valid("json"), orderedBy);
    return c.json(jobView(job), 202);
  });
}
