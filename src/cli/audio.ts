import type { AudioItem, UploadAnswer } from "../http/schema/audio.ts";
import type { Page } from "../http/schema/page.ts";
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
    .command("add <file...>")
    .description("add recordings to the library")
    .option("--title <title>", "what to call it (with one file)")
    .action(async (files: string[], { title }: { title?: string }) => {
      const server = await api();
      for (const path of files) {
        const { name, bytes } = await reach.openFile(path);
        const called = title === undefined ? "" : `&title=${encodeURIComponent(title)}`;
        const answer = await server.send<UploadAnswer>(
          `/api/audio?name=${encodeURIComponent(name)}${called}`,
          bytes,
        );
        tell(answer, () => uploadLine(answer));
      }
    });
}

function uploadLine(answer: UploadAnswer): string {
  switch (answer.is) {
    case "added":
      return `Added ${answer.audio.title} (${clockTime(answer.audio.seconds)}), id ${answer.audio.id}`;
    case "already-here":
      return `${answer.audio.title} was here already, id ${answer.audio.id}`;
    case "being-prepared":
      return `Being prepared as job ${answer.job.id}`;
  }
}
