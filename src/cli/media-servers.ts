import type { Job } from "../http/schema/job.ts";
import type { MediaServer, MediaShelfList, MediaWorkPage } from "../http/schema/media-server.ts";
import { CliTrouble } from "./api.ts";
import { jobDone } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

const pathOf = (id: string) => `/api/media-servers/${encodeURIComponent(id)}`;

/** `servers list`, `add`, `works`, `bring-in`, `forget`. */
export function mediaServerCommands({ program, api, tell, reach }: Cli): void {
  const servers = program
    .command("servers")
    .description("media servers of your own: Audiobookshelf, Navidrome");

  servers
    .command("list")
    .description("the servers that were added")
    .action(async () => {
      const { items } = await (await api()).ask<{ items: MediaServer[] }>("GET", "/api/media-servers");
      tell(items, () =>
        items.length === 0
          ? "No server was added. Add one: yoto-smart-stream servers add audiobookshelf <address>"
          : columns(
              ["TITLE", "KIND", "ADDRESS", "ID"],
              items.map(({ title, kind, url, id }) => [title, kind, url, id]),
            ),
      );
    });

  servers
    .command("add <kind> <address>")
    .description("add a server of kind audiobookshelf or subsonic; its password comes from YSS_MEDIA_SECRET")
    .option("--user <name>", "who signs in; without it, an API key of Audiobookshelf")
    .option("--title <title>", "what to call it")
    .action(async (kind: string, url: string, { user, title = kind }: { user?: string; title?: string }) => {
      // Not an option: what stands on the command line is seen by everybody on the machine.
      const secret = reach.mediaSecret();
      if (secret === undefined)
        throw new CliTrouble("Put the password (or API key) into the environment as YSS_MEDIA_SECRET.");
      const wanted = { kind, url, title, secret, ...(user !== undefined && { user }) };
      const added = await (await api()).ask<MediaServer>("POST", "/api/media-servers", wanted);
      tell(added, () => `Added ${added.title}, id ${added.id}`);
    });

  servers
    .command("works <id> [words]")
    .description("what is there: all, or what has the words")
    .option("--shelf <id>", "of one library or folder only")
    .action(async (id: string, words: string | undefined, { shelf }: { shelf?: string }) => {
      const server = await api();
      const shelves =
        shelf === undefined && words === undefined
          ? (await server.ask<MediaShelfList>("GET", `${pathOf(id)}/shelves`)).items.map((each) => each.id)
          : [shelf ?? ""];
      const works: MediaWorkPage["items"] = [];
      for (const each of shelves) {
        let cursor = "";
        do {
          const query = new URLSearchParams({ limit: "200", cursor, shelf: each, q: words ?? "" });
          const page = await server.ask<MediaWorkPage>("GET", `${pathOf(id)}/works?${query}`);
          works.push(...page.items);
          cursor = page.cursor ?? "";
        } while (cursor !== "");
      }
      tell(works, () =>
        columns(
          ["TITLE", "BY", "LENGTH", "ID"],
          works.map(({ title, by = "", seconds, id: work }) => [
            title,
            by,
            seconds === undefined ? "" : clockTime(seconds),
            work,
          ]),
        ),
      );
    });

  servers
    .command("bring-in <id> <work>")
    .description("bring a book or an album into the library")
    .option("--title <title>", "what to call the job", "From the server")
    .action(async (id: string, workId: string, { title }: { title: string }) => {
      const server = await api();
      const ordered = await server.ask<Job>("POST", `${pathOf(id)}/bring-in`, { workId, title });
      const done = await jobDone(reach, server, ordered);
      tell(done, () => `Brought in ${String(done.result?.["added"] ?? 0)} recordings`);
    });

  servers
    .command("forget <id>")
    .description("forget a server and its password; what came from it stays")
    .action(async (id: string) => {
      await (await api()).ask("DELETE", pathOf(id));
      tell({ id }, () => "Forgotten.");
    });
}
