import { trashKeptMs } from "../domain/audio/audio.ts";
import type { Job } from "../http/schema/job.ts";
import type { Story, StoryChapters, StoryChecked, StoryImported, StoryLine } from "../http/schema/story.ts";
import { type Api, CliTrouble } from "./api.ts";
import { everyItem, isNamed } from "./find-named.ts";
import { jobDone } from "./job-done.ts";
import { playStory } from "./play-story.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

/** `stories …`: stories in which the child chooses the way. */
export function storyCommands({ program, api, tell, reach }: Cli): void {
  const stories = program.command("stories").description("stories with choices, and the cards made of them");

  stories
    .command("list")
    .description("stories, newest first")
    .action(async () => {
      const items = await everyStory(await api());
      tell(items, () =>
        items.length === 0
          ? "There is no story yet. Begin with the example: yoto-smart-stream stories new --example"
          : columns(
              ["TITLE", "PASSAGES", "TO DO", "CARD", "ID"],
              items.map(({ title, passages, problems, cardId, isCardStale, id }) => [
                title,
                String(passages),
                String(problems),
                cardId === undefined ? "-" : isCardStale ? "older" : "made",
                id,
              ]),
            ),
      );
    });

  stories
    .command("new [title]")
    .description("begin a story: a blank one, or the example")
    .option("--example", "a small story that is ready to be played")
    .action(async (title: string | undefined, { example }: { example?: true }) => {
      if (title === undefined && !example) throw new CliTrouble("Give it a title, or begin with --example.");
      const wanted = example ? { example, ...(title && { title }) } : { title };
      const story = await (await api()).ask<Story>("POST", "/api/stories", wanted);
      tell(
        story,
        () => `Began “${story.title}” (${story.id}). Write it in the web app, or in Twine: stories export.`,
      );
    });

  stories
    .command("import <file>")
    .description("take in a story from a Twee 3 or Twine 2 file")
    .action(async (file: string) => {
      const { name, bytes } = await reach.openFile(file);
      const path = `/api/stories/import?name=${encodeURIComponent(name)}`;
      const taken = await (await api()).send<StoryImported>(path, bytes, "POST");
      const { story, lost } = taken;
      const said = [`Took in “${story.title}” (${story.id}), ${story.passages.length} passages.`, ...lost];
      tell(taken, () => [...said, ...problemLines(story)].join("\n"));
    });

  stories
    .command("export <story>")
    .description("print a story as Twee 3, which Twine reads: stories export “The fox” > fox.twee")
    .action(async (named: string) => {
      const server = await api();
      const twee = await server.text(`${await pathOf(server, named)}/twee`);
      tell({ twee }, () => twee.trimEnd());
    });

  stories
    .command("check <story>")
    .description("what is wrong with a story, and how much of a card it fills")
    .action(async (named: string) => {
      const server = await api();
      const checked = await server.ask<StoryChecked>("GET", `${await pathOf(server, named)}/check`);
      const { chapters, limit, seconds } = checked;
      const size = `${chapters} of ${limit} chapters, about ${clockTime(seconds)}`;
      tell(checked, () => [size, ...problemLines(checked)].join("\n"));
    });

  stories
    .command("play <story> [presses...]")
    .description("play a story here, in text: l is the left button, r the right one")
    .action(async (named: string, presses: readonly string[]) => {
      const server = await api();
      const { items } = await server.ask<StoryChapters>("GET", `${await pathOf(server, named)}/chapters`);
      if (items.length === 0)
        throw new CliTrouble("There is nothing here to play. To see why: yoto-smart-stream stories check");
      const given = presses.flatMap((press) => [...press.toLowerCase()]);
      await playStory(items, given.length > 0 ? given : reach.typed(), (text) => reach.print(text));
    });

  stories
    .command("card <story>")
    .description("make the story's card, or make it anew: what was changed is read aloud")
    .action(async (named: string) => {
      const server = await api();
      const ordered = await server.ask<Job>("POST", `${await pathOf(server, named)}/card`);
      const job = await jobDone(reach, server, ordered);
      const { cardId, chapters, toldFromHere, spoken } = job.result ?? {};
      const size =
        toldFromHere === undefined
          ? `${chapters} chapters`
          : `too large for chapters, so your server tells it, in ${toldFromHere} recordings`;
      tell(
        job,
        () =>
          `Made the card (${cardId}): ${size}, ${spoken} read aloud now. Bring it to Yoto: yoto-smart-stream cards publish ${cardId}`,
      );
    });

  stories
    .command("delete <story>")
    .description("delete a story; its card and recordings stay")
    .action(async (named: string) => {
      const server = await api();
      const path = await pathOf(server, named);
      await server.ask("DELETE", path);
      const id = path.split("/").at(-1);
      tell(
        { deleted: named },
        () =>
          `Deleted. Its card and its recordings stay. For thirty days it can be had back: yoto-smart-stream stories restore ${id}`,
      );
    });

  stories
    .command("trash")
    .description("stories that were deleted lately, the last first")
    .action(async () => {
      const items = await everyStory(await api(), "/api/stories/trash");
      tell(items, () =>
        items.length === 0
          ? "No story was deleted lately."
          : columns(
              ["TITLE", "PASSAGES", "GONE FOR GOOD", "ID"],
              items.map(({ title, passages, trashedAtMs = 0, id }) => [
                title,
                String(passages),
                new Date(trashedAtMs + trashKeptMs).toISOString().slice(0, 10),
                id,
              ]),
            ),
      );
    });

  stories
    .command("restore <story>")
    .description("bring a deleted story back, as it was")
    .action(async (named: string) => {
      const server = await api();
      const path = await pathOf(server, named, "/api/stories/trash");
      const { id, title, cardId } = await server.ask<Story>("POST", `${path}/restore`);
      const withCard = cardId === undefined ? "" : ", with its card";
      tell({ id, title }, () => `“${title}” is back${withCard}.`);
    });

  stories
    .command("empty-trash [story...]")
    .description("delete for good: these stories, or with --all whatever lies in the trash")
    .option("--all", "everything in the trash")
    .action(async (named: readonly string[], { all }: { all?: true }) => {
      if (named.length === 0 && !all) throw new CliTrouble("Name stories, or say --all.");
      const server = await api();
      const trash = "/api/stories/trash";
      const paths = all
        ? (await everyStory(server, trash)).map(storyPath)
        : await Promise.all(named.map((each) => pathOf(server, each, trash)));
      for (const path of paths) await server.ask("DELETE", path.replace("/api/stories", trash));
      const count = paths.length;
      tell({ gone: count }, () => `${count} ${count === 1 ? "story" : "stories"} gone for good.`);
    });
}

function problemLines({ problems }: Pick<StoryChecked, "problems">): readonly string[] {
  return problems.length === 0
    ? ["Nothing is wrong with it."]
    : problems.map(({ blocks, message }) => `${blocks ? "✗" : "·"} ${message}`);
}

async function everyStory(server: Api, list = "/api/stories"): Promise<readonly StoryLine[]> {
  const all: StoryLine[] = [];
  for await (const story of everyItem<StoryLine>(server, list)) all.push(story);
  return all;
}

const storyPath = ({ id }: StoryLine) => `/api/stories/${encodeURIComponent(id)}`;

/** The story of a list with this id or title. */
async function pathOf(server: Api, named: string, list?: string): Promise<string> {
  const all = await everyStory(server, list);
  const found = all.filter((story) => isNamed(story, named));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return storyPath(first);
  const listing = list === undefined ? "list" : "trash";
  throw new CliTrouble(
    first === undefined
      ? `There is no story "${named}"${list ? " in the trash" : ""}. See: yoto-smart-stream stories ${listing}`
      : `Several stories are called "${named}". Use the id from \`stories ${listing}\`.`,
  );
}
