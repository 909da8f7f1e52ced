import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { StreamId } from "../../domain/ids.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import { type EditionOrderDeps, orderEditionIfDue } from "../../usecases/streams/make-edition.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Job } from "../schema/job.ts";
import { EditionItem } from "../schema/mailbox.ts";
import { jobView } from "../view/job-view.ts";

export type EditionDeps = Omit<EditionOrderDeps, "jobQueue"> & {
  /** Absent in a process that has nobody to do long work. */
  readonly jobQueue?: JobQueue | undefined;
};

const tags = ["Streams"];
const params = z.object({ id: z.string().min(1).max(100) });

const edition = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}/edition",
  tags,
  summary: "What was spoken last by a stream that speaks anew for each day",
  request: { params },
  responses: { 200: jsonOf(EditionItem, "The words") },
});
const speakNow = defineRoute("member", {
  method: "post",
  path: "/api/streams/{id}/edition",
  tags,
  summary: "Speak the words of the day now",
  request: { params },
  responses: { 202: jsonOf(Job, "Ordered; follow the job") },
});

/** Words of the day. */
export function editionRoutes(app: OpenAPIHono<AppEnv>, deps: EditionDeps): void {
  const { jobQueue } = deps;

  app.openapi(edition, async (c) => {
    const id = StreamId(c.req.valid("param").id);
    if ((await deps.streams.get(id))?.value.rule.kind !== "today") return refuse(c, "not-found");
    const { date, text, audioId, trouble } = (await deps.editions.get(id))?.value ?? {};
    return c.json(
      {
        ...(date !== undefined && { date }),
        ...(text !== undefined && { text }),
        ...(audioId !== undefined && { audioId, playUrl: `/api/audio/${audioId}/file.mp3` }),
        ...(trouble !== undefined && { trouble }),
      },
      200,
    );
  });

  app.openapi(speakNow, async (c) => {
    const stream = (await deps.streams.get(StreamId(c.req.valid("param").id)))?.value;
    if (stream?.rule.kind !== "today") return refuse(c, "not-found");
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const job = await orderEditionIfDue({ ...deps, jobQueue }, stream, true);
    return job === undefined ? refuse(c, "changed-meanwhile") : c.json(jobView(job), 202);
  });
}
