import type { UploadAnswer } from "../http/schema/audio.ts";
import type { Episode, Feed, FeedFollowed } from "../http/schema/feed.ts";
import type { Page } from "../http/schema/page.ts";
import { jobDone } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

const pathOf = (id: string) => `/api/feeds/${encodeURIComponent(id)}`;

/** `podcasts list`, `follow`, `episodes`, `fetch`, `refresh`, `leave`. */
export function podcastCommands({ program, api, tell, reach }: Cli): void {
  const podcasts = program.command("podcasts").description("podcasts that the family follows");

  podcasts
    .command("list")
    .description("the podcasts, and what is wrong with them")
    .action(async () => {
      const { items } = await (await api()).ask<{ items: Feed[] }>("GET", "/api/feeds");
      tell(items, () =>
        items.length === 0
          ? "No podcast is followed. Follow one: yoto-smart-stream podcasts follow <address>"
          : columns(
              ["TITLE", "EPISODES", "BY ITSELF", "ID", ""],
              items.map(({ title, episodes, fetchNewest, id, trouble }) => [
                title,
                String(episodes),
                fetchNewest === 0 ? "-" : `newest ${fetchNewest}`,
                id,
                trouble?.says ?? "",
              ]),
            ),
      );
    });

  podcasts
    .command("follow <address>")
    .description("follow a podcast: the address of its feed, or of a web page that names it")
    .option("--newest <count>", "bring in so many of the newest episodes by itself", "0")
    .action(async (url: string, { newest }: { newest: string }) => {
      const server = await api();
      const wanted = { url, fetchNewest: Number(newest) };
      const { feed, job } = await server.ask<FeedFollowed>("POST", "/api/feeds", wanted);
      await jobDone(reach, server, job);
      const now = await server.ask<Feed>("GET", pathOf(feed.id));
      tell(now, () => `Following ${now.title}, ${now.episodes} episodes, id ${now.id}`);
    });

  podcasts
    .command("episodes <id>")
    .description("a podcast's episodes, newest first")
    .option("--limit <count>", "at most so many", "20")
    .action(async (id: string, { limit }: { limit: string }) => {
      const path = `${pathOf(id)}/episodes?limit=${encodeURIComponent(limit)}`;
      const { items } = await (await api()).ask<Page<Episode>>("GET", path);
      tell(items, () =>
        columns(
          ["DAY", "TITLE", "LENGTH", "", "ID"],
          items.map(({ publishedAtMs, title, seconds, state, id: episode }) => [
            new Date(publishedAtMs).toISOString().slice(0, 10),
            title,
            seconds === undefined ? "" : clockTime(seconds),
            state,
            episode,
          ]),
        ),
      );
    });

  podcasts
    .command("fetch <id> <episode>")
    .description("bring an episode into the library")
    .action(async (id: string, episode: string) => {
      const server = await api();
      const path = `${pathOf(id)}/episodes/${encodeURIComponent(episode)}/fetch`;
      const answer = await server.ask<UploadAnswer>("POST", path);
      if (answer.is === "being-prepared") {
        const done = await jobDone(reach, server, answer.job);
        tell(done, () => `Added ${done.title}`);
      } else tell(answer, () => `${answer.audio.title} was here already, id ${answer.audio.id}`);
    });

  podcasts
    .command("refresh <id>")
    .description("ask a podcast now for what is new")
    .action(async (id: string) => {
      const server = await api();
      const done = await jobDone(reach, server, await server.ask("POST", `${pathOf(id)}/refresh`));
      tell(done, () => `${String(done.result?.["newEpisodes"] ?? 0)} new`);
    });

  podcasts
    .command("leave <id>")
    .description("follow a podcast no longer; recordings that came from it stay")
    .action(async (id: string) => {
      await (await api()).ask("DELETE", pathOf(id));
      tell({ id }, () => "Left.");
    });
}
