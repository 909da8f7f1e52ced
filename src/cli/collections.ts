import type { Collection, CollectionChange } from "../http/schema/audio-shelf.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

type Change = {
  readonly title?: string;
  readonly add?: string[];
  readonly remove?: string[];
  readonly order?: string[];
};

/** `collections …`: recordings that belong together, by id or title. */
export function collectionCommands({ program, api, tell }: Cli): void {
  const collections = program.command("collections").description("recordings that belong together");
  const saved = ({ title, audioIds }: Collection) => `${title}: ${audioIds.length} recordings`;

  collections
    .command("list")
    .description("collections, by title")
    .action(async () => {
      const { items } = await (await api()).ask<Page<Collection>>("GET", "/api/collections");
      tell(items, () =>
        items.length === 0
          ? "There is no collection yet: yoto-smart-stream collections make <title> <audio ids>"
          : columns(
              ["TITLE", "RECORDINGS", "ID"],
              items.map(({ title, audioIds, id }) => [title, String(audioIds.length), id]),
            ),
      );
    });

  collections
    .command("make <title> [audio...]")
    .description("put recordings together, in this order")
    .action(async (title: string, audioIds: string[]) => {
      const made = await (await api()).ask<Collection>("POST", "/api/collections", { title, audioIds });
      tell(made, () => `Made ${saved(made)}, id ${made.id}`);
    });

  collections
    .command("change <collection>")
    .description("rename a collection, put recordings in or take them out, or order them anew")
    .option("--title <title>", "what to call it")
    .option("--add <audio...>", "put these in, at the end")
    .option("--remove <audio...>", "take these out")
    .option("--order <audio...>", "all that is to be in it, in this order")
    .action(async (named: string, { title, add, remove, order }: Change) => {
      const change: CollectionChange = { title, add, remove, audioIds: order };
      if (Object.values(change).every((each) => each === undefined))
        throw new CliTrouble("Say what to change: --title, --add, --remove or --order.");
      const server = await api();
      const { id } = await collectionNamed(server, named);
      const changed = await server.ask<Collection>("PATCH", pathOf(id), change);
      tell(changed, () => saved(changed));
    });

  collections
    .command("delete <collection>")
    .description("delete a collection; its recordings stay")
    .action(async (named: string) => {
      const server = await api();
      const { id } = await collectionNamed(server, named);
      await server.ask("DELETE", pathOf(id));
      tell({ deleted: id }, () => "Deleted. Its recordings stay in the library.");
    });
}

/** The collection with this id or title. Throws {@link CliTrouble}. */
export async function collectionNamed(server: Api, named: string): Promise<Collection> {
  const { items } = await server.ask<Page<Collection>>("GET", "/api/collections");
  const [found, other] = items.filter(
    ({ id, title }) => id === named || title.toLowerCase() === named.toLowerCase(),
  );
  if (found === undefined)
    throw new CliTrouble(`There is no collection "${named}". See: yoto-smart-stream collections list`);
  if (other !== undefined)
    throw new CliTrouble(`Several collections are called "${named}". Use the id from \`collections list\`.`);
  return found;
}

function pathOf(id: string): string {
  return `/api/collections/${encodeURIComponent(id)}`;
}
