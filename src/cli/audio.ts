import type { AudioItem, UploadAnswer } from "../http/schema/audio.ts";
import type { Job } from "../http/schema/job.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { jobDone, madeBy } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

/** `audio list` and `audio add`. */
export function audioCommands({ program, api, tell, reach }: Cli): void {
  const audio = program.command("audio").description("the library of recordings");

  audio
    .command("list")
    .description("recordings, newest first")
    .option("--limit <count>", "at most so many", "100")
    .action(async ({ limit }: { limit: string }) => {
      const path = `/api/audio?limit=${encodeURIComponent(limit)}`;
      const { items } = await (await api()).ask<Page<AudioItem>>("GET", path);
      tell(items, () =>
        items.length === 0
          ? "The library is empty. Add a recording: yoto-smart-stream audio add <file>"
          : columns(
              ["TITLE", "LENGTH", "MB", "ID"],
              items.map(({ title, seconds, bytes, id }) => [
                title,
                clockTime(seconds),
                (bytes / 1_000_000).toFixed(1),
                id,
              ]),
            ),
      );
    });

  audio
    .command("add <path...>")
    .description("add recordings to the library: files, or folders with all that is in them")
    .option("--title <title>", "what to call it (with one file)")
    .option("--treatment <how>", "auto, speech, music or keep; without it MP3 stays as it is")
    .action(async (paths: string[], { title, treatment }: { title?: string; treatment?: string }) => {
      const server = await api();
      const refused: string[] = [];
      for (const path of (await Promise.all(paths.map(reach.filesUnder))).flat()) {
        const { name, bytes } = await reach.openFile(path);
        const query = new URLSearchParams({ name });
        if (title !== undefined) query.set("title", title);
        if (treatment !== undefined) query.set("treatment", treatment);
        try {
          const answer = await server.send<UploadAnswer>(`/api/audio?${query}`, bytes);
          if (answer.is === "being-prepared") await prepared(server, answer.job);
          else tell(answer, () => uploadLine(answer));
        } catch (error) {
          // One bad file in a folder must not keep the others out.
          if (!(error instanceof CliTrouble)) throw error;
          refused.push(`${path}: ${error.message}`);
        }
      }
      if (refused.length > 0) throw new CliTrouble(refused.join("\n"));
    });

  async function prepared(server: Api, ordered: Job): Promise<void> {
    const job = await jobDone(reach, server, ordered);
    const pieces = madeBy(job).length;
    tell(job, () => `Added ${job.title}${pieces <= 1 ? "" : ` as ${pieces} pieces`}`);
  }
}

/** What became of something sent. */
export function uploadLine(answer: Exclude<UploadAnswer, { is: "being-prepared" }>): string {
  return answer.is === "added"
    ? `Added ${answer.audio.title} (${clockTime(answer.audio.seconds)}), id ${answer.audio.id}`
    : `${answer.audio.title} was here already, id ${answer.audio.id}`;
}
