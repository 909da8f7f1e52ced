import type { Command } from "commander";
import type { Card } from "../http/schema/card.ts";
import type { Stream, StreamUse } from "../http/schema/stream.ts";
import { CliTrouble } from "./api.ts";
import { everyItem, theOneNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";

type Deleting = Pick<Cli, "api" | "tell">;

/** `cards delete`. */
export function deleteCardCommand({ api, tell }: Deleting, cards: Command): void {
  cards
    .command("delete <card>")
    .description("delete a card here and at Yoto, by id or title; recordings stay")
    .option("--yes", "you mean it")
    .action(async (named: string, { yes = false }: { yes?: boolean }) => {
      const server = await api();
      const card = await theOneNamed(everyItem<Card>(server, "/api/cards"), named, "cards");
      const { id, title, published } = card;
      if (published !== undefined && !yes)
        throw new CliTrouble(
          `"${title}" goes away at Yoto, and a physical card that was linked to it becomes blank. If you mean it, say --yes.`,
        );
      await server.ask("DELETE", `/api/cards/${encodeURIComponent(id)}?ifChangedAtMs=${card.changedAtMs}`);
      const back = published === undefined ? "" : ` To have it back: yoto-smart-stream cards restore ${id}`;
      tell({ deleted: id }, () => `Deleted ${title}. Its recordings stay in the library.${back}`);
    });
}

/** `streams delete`. */
export function deleteStreamCommand({ api, tell }: Deleting, streams: Command): void {
  streams
    .command("delete <stream>")
    .description("delete a stream, by id or title; recordings stay, and its addresses are silent")
    .option("--force", "also when cards play it")
    .action(async (named: string, { force = false }: { force?: boolean }) => {
      const server = await api();
      const stream = await theOneNamed(everyItem<Stream>(server, "/api/streams"), named, "streams");
      const path = `/api/streams/${encodeURIComponent(stream.id)}`;
      const { cards } = await server.ask<StreamUse>("GET", `${path}/use`);
      if (cards.length > 0 && !force)
        throw new CliTrouble(
          `"${stream.title}" plays on ${cards.map(({ title }) => title).join(", ")}, silent without it. If you mean it, say --force.`,
        );
      await server.ask("DELETE", `${path}?force=${force}&ifChangedAtMs=${stream.changedAtMs}`);
      tell({ deleted: stream.id }, () => `Deleted ${stream.title}. Its recordings stay in the library.`);
    });
}
