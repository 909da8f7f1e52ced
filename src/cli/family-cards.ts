import type { Command } from "commander";
import type { Card } from "../http/schema/card.ts";
import type { CardGroup, FamilyCard } from "../http/schema/family-card.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `cards family` and `group`: what Yoto keeps for the family. */
export function familyCardCommands({ api, tell }: Pick<Cli, "api" | "tell">, cards: Command): void {
  cards
    .command("family")
    .description("all cards of the family at Yoto, and its groups")
    .option("--account <id>", "which linked family, if there are several")
    .action(async ({ account }: { account?: string }) => {
      const server = await api();
      const query = account === undefined ? "" : `?accountId=${encodeURIComponent(account)}`;
      const { items } = await server.ask<{ items: FamilyCard[] }>("GET", `/api/library/cards${query}`);
      const groups = await server.ask<{ items: CardGroup[] }>("GET", `/api/library/groups${query}`);
      tell({ cards: items, groups: groups.items }, () =>
        [
          columns(
            ["TITLE", "MADE", "ID"],
            items.map(({ title, made, yotoCardId }) => [title, made, yotoCardId]),
          ),
          ...groups.items.map(({ name, cards }) => `Group ${name}: ${cards.join(", ") || "empty"}`),
        ].join("\n"),
      );
    });

  cards
    .command("group <name> [cards...]")
    .description("make a group of cards, or say anew which cards are in it; Yoto's ids or titles of your own")
    .option("--account <id>", "which linked family, if there are several")
    .option("--delete", "take the group away; its cards stay")
    .action(async (name: string, named: string[], how: { account?: string; delete?: boolean }) => {
      const server = await api();
      const query = how.account === undefined ? "" : `?accountId=${encodeURIComponent(how.account)}`;
      const { items } = await server.ask<{ items: CardGroup[] }>("GET", `/api/library/groups${query}`);
      const there = items.find((each) => each.name.toLowerCase() === name.toLowerCase());
      const path = there && `/api/library/groups/${encodeURIComponent(there.id)}${query}`;
      if (how.delete) {
        if (path === undefined) throw new CliTrouble(`There is no group "${name}".`);
        await server.ask("DELETE", path);
        return tell({ deleted: name }, () => `The group ${name} is gone; its cards stay.`);
      }
      const cards = await Promise.all(named.map((each) => yotoIdOf(server, each)));
      const group =
        path === undefined
          ? await server.ask<CardGroup>("POST", `/api/library/groups${query}`, { name, cards })
          : await server.ask<CardGroup>("PATCH", path, { cards });
      tell(group, () => `${group.name}: ${group.cards.join(", ") || "empty"}`);
    });
}

async function yotoIdOf(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  if ("yotoCardId" in found) return found.yotoCardId;
  const { published, title } = await server.ask<Card>("GET", `/api/cards/${found.cardId}`);
  if (published === undefined) throw new CliTrouble(`${title} is not at Yoto yet. First: cards publish`);
  return published.yotoCardId;
}
