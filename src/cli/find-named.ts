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
  for await (const card of everyItem<Card>(server, "/api/cards"))
    if (isNamed(card, named)) return { cardId: card.id };
  if (/^[A-Za-z0-9]{5}$/.test(named)) return { yotoCardId: named };
  throw new CliTrouble(`There is no card "${named}". See: yoto-smart-stream cards list`);
}

/** Whether this is its id, or its title in whatever letters. */
export function isNamed(
  { id, title }: { readonly id: string; readonly title: string },
  named: string,
): boolean {
  return id === named || title.toLowerCase() === named.toLowerCase();
}

/**
 * The one thing of a list with this id or title, for what cannot be taken lightly: of several with that title none is chosen. Throws
 * {@link CliTrouble}.
 */
export async function theOneNamed<Item extends { readonly id: string; readonly title: string }>(
  items: AsyncIterable<Item>,
  named: string,
  list: "cards" | "streams",
): Promise<Item> {
  const found: Item[] = [];
  for await (const item of items) {
    if (item.id === named) return item;
    if (isNamed(item, named)) found.push(item);
  }
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  throw new CliTrouble(
    first === undefined
      ? `None of your ${list} is called "${named}". See: yoto-smart-stream ${list} list`
      : `Several of your ${list} are called "${named}". Use the id from: yoto-smart-stream ${list} list`,
  );
}

/** Everything in a list of the API, page by page, as far as it is asked for. */
export async function* everyItem<Item>(server: Api, path: string): AsyncGenerator<Item, void> {
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await server.ask<Page<Item>>("GET", `${path}?limit=500${more}`);
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
