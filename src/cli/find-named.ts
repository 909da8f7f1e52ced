import type { Card } from "../http/schema/card.ts";
import type { Page } from "../http/schema/page.ts";
import type { Player } from "../http/schema/player.ts";
import { type Api, CliTrouble } from "./api.ts";

/** The player with this id or name, or whose name begins so. Throws {@link CliTrouble}. */
export async function playerNamed(server: Api, named: string): Promise<Player> {
  const { items } = await server.ask<Page<Player>>("GET", "/api/players");
  const wanted = named.toLowerCase();
  const found = items.filter(({ id, name }) => id === named || name.toLowerCase() === wanted);
  const [first, second] =
    found.length > 0 ? found : items.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  if (first !== undefined && second === undefined) return first;
  const there = items.map(({ name }) => name).join(", ") || "none";
  throw new CliTrouble(
    first === undefined
      ? `There is no player "${named}". There are: ${there}.`
      : `Several players are called like "${named}". Use the id from \`players\`.`,
  );
}

/** The card of ours with this id or title, or else Yoto's with this id. Throws {@link CliTrouble}. */
export async function cardNamed(
  server: Api,
  named: string,
): Promise<{ cardId: string } | { yotoCardId: string }> {
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await server.ask<Page<Card>>("GET", `/api/cards?limit=500${more}`);
    const found = page.items.find(
      ({ id, title }) => id === named || title.toLowerCase() === named.toLowerCase(),
    );
    if (found !== undefined) return { cardId: found.id };
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (/^[A-Za-z0-9]{5}$/.test(named)) return { yotoCardId: named };
  throw new CliTrouble(`There is no card "${named}". See: yoto-smart-stream cards list`);
}
