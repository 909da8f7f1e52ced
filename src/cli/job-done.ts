import type { Job } from "../http/schema/job.ts";
import { type Api, CliTrouble } from "./api.ts";
import type { Reach } from "./program.ts";

const lookEveryMs = 500;

/** Waits until the job is over and answers with it; throws {@link CliTrouble} with what kept it from being done. */
export async function jobDone(reach: Pick<Reach, "sleep">, server: Api, ordered: Job): Promise<Job> {
  let job = ordered;
  while (job.state === "waiting" || job.state === "running") {
    await reach.sleep(lookEveryMs);
    job = await server.ask<Job>("GET", `/api/jobs/${encodeURIComponent(job.id)}`);
  }
  if (job.state !== "done") throw new CliTrouble(job.note ?? `${job.title} was ${job.state}.`);
  return job;
}

/** The recordings that a job made. */
export function madeBy({ result }: Job): readonly string[] {
  const made = result?.["audioIds"];
  return Array.isArray(made) ? made.filter((id) => typeof id === "string") : [];
}
