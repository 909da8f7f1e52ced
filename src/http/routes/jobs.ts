import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { JobId } from "../../domain/ids.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { cancelJob, type EnqueueJobDeps, retryJob } from "../../usecases/jobs/enqueue-job.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Job } from "../schema/job.ts";
import { PageQuery, pageOf } from "../schema/page.ts";
import { jobView } from "../view/job-view.ts";

export type JobDeps = Omit<EnqueueJobDeps, "jobQueue"> & {
  readonly jobs: Jobs;
  /** Absent in a process that has nobody to do long work. */
  readonly jobQueue?: EnqueueJobDeps["jobQueue"] | undefined;
};

const tags = ["Jobs"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/jobs",
  tags,
  summary: "Long work, newest first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(pageOf(Job, "JobPage"), "A page") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/jobs/{id}",
  tags,
  summary: "One piece of long work",
  request: { params },
  responses: { 200: jsonOf(Job, "The job") },
});
const cancel = defineRoute("member", {
  method: "post",
  path: "/api/jobs/{id}/cancel",
  tags,
  summary: "Stop a job; what it made so far is taken back",
  request: { params },
  responses: { 200: jsonOf(Job, "The job; what runs stops within seconds") },
});
const retry = defineRoute("member", {
  method: "post",
  path: "/api/jobs/{id}/retry",
  tags,
  summary: "Try a failed or cancelled job again",
  request: { params },
  responses: { 200: jsonOf(Job, "The job") },
});

/** Long work: what is going on, and steering it. */
export function jobRoutes(app: OpenAPIHono<AppEnv>, deps: JobDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.jobs.list({ limit, backwards: true, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => jobView(value)), cursor: page.cursor }, 200);
  });
  app.openapi(one, async (c) => {
    const found = await deps.jobs.get(JobId(c.req.valid("param").id));
    return found === undefined ? refuse(c, "not-found") : c.json(jobView(found.value), 200);
  });
  for (const [route, act] of [
    [cancel, cancelJob],
    [retry, retryJob],
  ] as const)
    app.openapi(route, async (c) => {
      const { jobQueue } = deps;
      const id = JobId(c.req.valid("param").id);
      const job = jobQueue && (await act({ ...deps, jobQueue }, id));
      return job === undefined ? refuse(c, "not-found") : c.json(jobView(job), 200);
    });
}
