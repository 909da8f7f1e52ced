import type { Job } from "../http/schema/job.ts";
import type { Page } from "../http/schema/page.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `jobs …`: long work, how far it is, and stopping it. */
export function jobCommands({ program, api, tell }: Cli): void {
  const jobs = program.command("jobs").description("long work: bringing in, converting, speaking, listening");

  jobs
    .command("list")
    .description("long work, newest first")
    .option("--limit <count>", "at most so many", "20")
    .action(async ({ limit }: { limit: string }) => {
      const path = `/api/jobs?limit=${encodeURIComponent(limit)}`;
      const { items } = await (await api()).ask<Page<Job>>("GET", path);
      tell(items, () =>
        items.length === 0
          ? "Nothing was to be done yet."
          : columns(
              ["STATE", "DONE", "TITLE", "ID", "NOTE"],
              items.map(({ state, progress, title, id, note = "" }) => [
                state,
                state === "running" ? `${Math.round(progress * 100)} %` : "",
                title,
                id,
                note,
              ]),
            ),
      );
    });

  for (const [verb, description] of [
    ["cancel", "stop a job; what runs stops within seconds"],
    ["retry", "try a failed or cancelled job again"],
  ] as const)
    jobs
      .command(`${verb} <id>`)
      .description(description)
      .action(async (id: string) => {
        const job = await (await api()).ask<Job>("POST", `/api/jobs/${encodeURIComponent(id)}/${verb}`);
        tell(job, () => `${job.title}: ${job.state === "running" ? "is being stopped" : job.state}`);
      });
}
