import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { AudioId } from "../../domain/ids.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { enqueueEdit } from "../../usecases/audio/edit-audio.ts";
import { enqueueSplit } from "../../usecases/audio/split-audio.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { NewAudioEdit, NewAudioSplit } from "../schema/editing.ts";
import { Job } from "../schema/job.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type EditingDeps = JobDeps & { readonly audio: AudioLibrary };

const tags = ["Audio"];

const edit = defineRoute("member", {
  method: "post",
  path: "/api/audio/edit",
  tags,
  summary: "Make a recording of stretches of others: trim, join, fade, louder and quieter",
  description: "The others stay as they are. The job's `result.audioId` is the new recording.",
  request: { body: bodyOf(NewAudioEdit) },
  responses: { 202: jsonOf(Job, "Taken; follow the job") },
});
const split = defineRoute("member", {
  method: "post",
  path: "/api/audio/{id}/split",
  tags,
  summary: "Cut a recording into several",
  description: "It stays as it is. The job's `result.audioIds` are the pieces, in order.",
  request: { params: z.object({ id: z.string() }), body: bodyOf(NewAudioSplit) },
  responses: { 202: jsonOf(Job, "Taken; follow the job") },
});

/** Making recordings of recordings. */
export function editingRoutes(app: OpenAPIHono<AppEnv>, deps: EditingDeps): void {
  const { jobQueue } = deps;

  app.openapi(edit, async (c) => {
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const { title, cuts, gapSeconds, crossFadeSeconds, treatment } = c.req.valid("json");
    for (const { audioId, fromSeconds = 0 } of cuts) {
      const found = await deps.audio.get(AudioId(audioId));
      if (found === undefined) return refuse(c, "not-found");
      if (fromSeconds >= found.value.seconds)
        return refuse(c, "invalid-request", {
          message: `“${found.value.title}” is over before the stretch begins.`,
        });
    }
    const between = crossFadeSeconds > 0 ? { crossFadeSeconds } : { gapSeconds };
    const wanted = { title, treatment, between, cuts: cuts.map(withId) };
    const job = await enqueueEdit({ ...deps, jobQueue }, wanted, c.var.caller?.name ?? "system");
    return c.json(jobView(job), 202);
  });

  app.openapi(split, async (c) => {
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const found = await deps.audio.get(AudioId(c.req.valid("param").id));
    if (found === undefined) return refuse(c, "not-found");
    const wish = c.req.valid("json");
    const job = await enqueueSplit({ ...deps, jobQueue }, found.value, wish, c.var.caller?.name ?? "system");
    return c.json(jobView(job), 202);
  });
}

function withId({ audioId, ...cut }: NewAudioEdit["cuts"][number]) {
  const given = Object.entries(cut).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), audioId: AudioId(audioId) };
}
