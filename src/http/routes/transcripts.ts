import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { ownText } from "../../domain/audio/transcript.ts";
import { AudioId } from "../../domain/ids.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { enqueueTranscript } from "../../usecases/speech/transcribe-audio.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Job } from "../schema/job.ts";
import { Transcript, TranscriptWish } from "../schema/transcript.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type TranscriptDeps = JobDeps & {
  readonly audio: AudioLibrary;
  /** Who is set up to listen. */
  readonly transcribedBy?: string | undefined;
};

const tags = ["Audio"];
const params = z.object({ id: z.string().min(1).max(100) });
const path = "/api/audio/{id}/transcript";

const read = defineRoute("member", {
  method: "get",
  path,
  tags,
  summary: "What is said in a recording, with times",
  request: { params },
  responses: { 200: jsonOf(Transcript, "The lines") },
});
const order = defineRoute("member", {
  method: "post",
  path,
  tags,
  summary: "Have what is said written down, also anew",
  description: "Off unless `TRANSCRIBER` is set. What was spoken here has its text already.",
  request: { params, body: bodyOf(TranscriptWish) },
  responses: { 202: jsonOf(Job, "Follow the job") },
});

/** What is said in recordings. */
export function transcriptRoutes(app: OpenAPIHono<AppEnv>, deps: TranscriptDeps): void {
  app.openapi(read, async (c) => {
    const id = AudioId(c.req.valid("param").id);
    const found = (await deps.audio.get(id)) && (await deps.audio.transcript(id));
    if (found === undefined) return refuse(c, "not-found");
    return c.json({ ...found, lines: [...found.lines] }, 200);
  });

  app.openapi(order, async (c) => {
    const { jobQueue } = deps;
    const found = (await deps.audio.get(AudioId(c.req.valid("param").id)))?.value;
    if (found === undefined) return refuse(c, "not-found");
    if (found.transcriptBy === ownText) return refuse(c, "has-its-text");
    if (deps.transcribedBy === undefined || jobQueue === undefined) return refuse(c, "no-transcriber");
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const { language } = c.req.valid("json");
    return c.json(
      jobView(await enqueueTranscript({ ...deps, jobQueue }, found, { language, orderedBy })),
      202,
    );
  });
}
