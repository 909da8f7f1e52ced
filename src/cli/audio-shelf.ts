import type { AudioChange, AudioItem, AudioUse } from "../http/schema/audio.ts";
import type { AudioCount, LibraryOverview, ManyAudioChange } from "../http/schema/audio-shelf.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

type Edit = {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly tag?: string[];
  readonly untag?: string[];
};

/** `audio edit`, `use`, `delete`, `trash`, `restore`, `empty-trash` and `size`: what is in the library, several at once. */
export function audioShelfCommands({ program, api, tell }: Cli): void {
  const audio = program.commands.find((command) => command.name() === "audio") ?? program.command("audio");

  audio
    .command("edit <id...>")
    .description(
      "say something of recordings: the same of several, a title of one; an empty word takes it away",
    )
    .option("--title <title>", "what to call it (with one recording)")
    .option("--artist <name>", "who made it, or reads it")
    .option("--album <name>", "what it belongs to")
    .option("--tag <tag...>", "add tags")
    .option("--untag <tag...>", "take tags away")
    .action(async (ids: string[], { title, artist, album, tag, untag }: Edit) => {
      const server = await api();
      const many = {
        ...(artist !== undefined && { artist }),
        ...(album !== undefined && { album }),
        ...(tag !== undefined && { addTags: tag }),
        ...(untag !== undefined && { removeTags: untag }),
      };
      if (title === undefined && Object.keys(many).length === 0)
        throw new CliTrouble("Say what to change: --title, --artist, --album, --tag or --untag.");
      if (title !== undefined && ids.length > 1)
        throw new CliTrouble("Several recordings cannot have one title; name one of them.");
      if (title !== undefined)
        await server.ask<AudioItem>("PATCH", pathOf(ids[0]), { title } satisfies AudioChange);
      const wanted: ManyAudioChange = { ids, ...many };
      const { pieces } =
        Object.keys(many).length === 0
          ? { pieces: 1 }
          : await server.ask<AudioCount>("POST", "/api/audio/changes", wanted);
      tell({ pieces }, () => `Changed ${counted(pieces)}.`);
    });

  audio
    .command("use <id...>")
    .description("which streams, cards and collections have any of these recordings")
    .action(async (ids: string[]) => {
      const use = await (await api()).ask<AudioUse>("POST", "/api/audio/use", { ids });
      tell(use, () => useLines(use) || "Nothing uses them.");
    });

  audio
    .command("delete <id...>")
    .description("put recordings into the trash; those that something plays only with --force")
    .option("--force", "also where streams or cards would have nothing to play")
    .action(async (ids: string[], { force = false }: { force?: boolean }) => {
      const server = await api();
      const use = await server.ask<AudioUse>("POST", "/api/audio/use", { ids });
      if (!force && use.streams.length + use.cards.length > 0)
        throw new CliTrouble(
          `They are used:\n${useLines(use)}\nRepeat with --force to delete them all the same.`,
        );
      const { pieces } = await server.ask<AudioCount>("POST", "/api/audio/trash", { ids, force });
      tell(
        { pieces },
        () => `${counted(pieces)} in the trash, to be had back for thirty days: audio restore <id>`,
      );
    });

  audio
    .command("trash")
    .description("what lies in the trash, the last first")
    .action(async () => {
      const { items } = await (await api()).ask<Page<AudioItem>>("GET", "/api/audio/trash?limit=100");
      tell(items, () => (items.length === 0 ? "The trash is empty." : recordingTable(items)));
    });

  audio
    .command("restore <id...>")
    .description("take recordings out of the trash")
    .action(async (ids: string[]) => {
      const { pieces } = await (await api()).ask<AudioCount>("POST", "/api/audio/trash/restore", { ids });
      tell({ pieces }, () => `${counted(pieces)} came back.`);
    });

  audio
    .command("empty-trash [id...]")
    .description("delete for good: these recordings, or with --all whatever lies in the trash")
    .option("--all", "all that is there")
    .action(async (ids: string[], { all = false }: { all?: boolean }) => {
      if (all === ids.length > 0) throw new CliTrouble("Name recordings, or say --all.");
      const path = "/api/audio/trash/empty";
      const { pieces } = await (await api()).ask<AudioCount>("POST", path, all ? {} : { ids });
      tell({ pieces }, () => `${counted(pieces)} gone for good.`);
    });

  audio
    .command("size")
    .description("how much the library holds, what of it is tagged how, and what is left on the disk")
    .action(async () => {
      const size = await (await api()).ask<LibraryOverview>("GET", "/api/audio/overview");
      tell(size, () => sizeLines(size).join("\n"));
    });
}

/** Recordings as a table. */
export function recordingTable(items: readonly AudioItem[]): string {
  return columns(
    ["TITLE", "LENGTH", "MB", "ID"],
    items.map(({ title, seconds, bytes, id }) => [title, clockTime(seconds), megabytes(bytes), id]),
  );
}

/** The recordings that are asked for: by words, tag or collection, else the newest. */
export async function recordingsAsked(
  server: Api,
  {
    words,
    ...more
  }: { readonly words: readonly string[]; readonly limit: string } & Readonly<
    Partial<Record<"tag" | "collection", string>>
  >,
): Promise<readonly AudioItem[]> {
  const query = new URLSearchParams(more);
  if (words.length > 0) query.set("q", words.join(" "));
  return (await server.ask<Page<AudioItem>>("GET", `/api/audio?${query}`)).items;
}

function useLines({ streams, cards, collections, stories }: AudioUse): string {
  const lines = (what: string, of: AudioUse["streams"]) =>
    of.map(({ title, id }) => `${what} ${title} (${id})`);
  return [
    ...lines("stream", streams),
    ...lines("card", cards),
    ...lines("collection", collections),
    ...lines("story", stories),
  ].join("\n");
}

function sizeLines({ pieces, seconds, bytes, originals, speech, trash, tags, freeBytes }: LibraryOverview) {
  const of = (what: string, size: number) => (size === 0 ? [] : [`${megabytes(size)} MB of ${what}`]);
  return [
    `${counted(pieces)}, ${clockTime(seconds)}, ${megabytes(bytes)} MB`,
    ...of("originals", originals.bytes),
    ...of("spoken texts, kept for thirty days", speech.bytes),
    ...of(`trash (${counted(trash.pieces)})`, trash.bytes),
    ...(freeBytes === undefined ? [] : [`${megabytes(freeBytes)} MB left on the disk`]),
    ...tags.map(({ tag, pieces: tagged }) => `tagged ${tag}: ${tagged}`),
  ];
}

function pathOf(id = ""): string {
  return `/api/audio/${encodeURIComponent(id)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function counted(pieces: number): string {
  return pieces === 1 ? "1 recording" : `${pieces} recordings`;
}
