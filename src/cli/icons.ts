import type { Card } from "../http/schema/card.ts";
import type { Icon, IconSuggestion, IconSuggestions } from "../http/schema/icon.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `icons`, `icons add`, `draw` and `match`. */
export function iconCommands({ program, api, tell, reach }: Cli): void {
  const icons = program
    .command("icons [words...]")
    .description("Yoto's 16×16 icons, all or those with these words; and making one's own")
    .option("--own", "the family's own")
    .option("--limit <count>", "at most so many", "100")
    .option("--account <id>", "of which linked family, if there are several")
    .action(async (words: string[], wanted: { own?: boolean; limit: string; account?: string }) => {
      const query = new URLSearchParams({ limit: wanted.limit, of: wanted.own ? "me" : "yoto" });
      if (words.length > 0) query.set("search", words.join(" "));
      if (wanted.account !== undefined) query.set("accountId", wanted.account);
      const { items } = await (await api()).ask<Page<Icon>>("GET", `/api/icons?${query}`);
      tell(items, () =>
        items.length === 0
          ? "No icon has these words. Make one: yoto-smart-stream icons add <picture>"
          : columns(
              ["ICON", "TAGS", "ID"],
              items.map(({ title = "", tags, id }) => [title, tags.join(", "), id]),
            ),
      );
    });

  icons
    .command("add <picture>")
    .description("make an icon of a picture (JPEG, PNG, GIF; what moves keeps moving) for the family")
    .option("--title <title>", "what to call it")
    .option("--tags <words>", "words to find it by, between commas")
    .option("--crop <x,y,width,height>", "which part, in percent")
    .option("--bright", "leave bright dots as bright as they are")
    .option("--account <id>", "which linked family gets it, if there are several")
    .action(
      async (
        path: string,
        wanted: { title?: string; tags?: string; crop?: string; bright?: boolean; account?: string },
      ) => {
        const { name, bytes } = await reach.openFile(path);
        const query = new URLSearchParams({ title: wanted.title ?? name.replace(/\.\w+$/, "") });
        if (wanted.tags !== undefined) query.set("tags", wanted.tags);
        if (wanted.bright) query.set("dim", "false");
        if (wanted.account !== undefined) query.set("accountId", wanted.account);
        for (const [side, share] of cropQuery(wanted.crop)) query.set(side, share);
        const icon = await (await api()).send<Icon>(`/api/icons?${query}`, bytes, "POST");
        tell(icon, () => `Made the icon ${icon.title ?? ""}, id ${icon.id}`);
      },
    );

  icons
    .command("draw <text>")
    .description("draw a number or up to three letters as an icon")
    .option("--colour <colour>", "like #3fa0c0")
    .option("--account <id>", "which linked family gets it, if there are several")
    .action(async (text: string, { colour, account }: { colour?: string; account?: string }) => {
      const body = { text, ...(colour && { colour }), ...(account && { accountId: account }) };
      const icon = await (await api()).ask<Icon>("POST", "/api/icons/drawn", body);
      tell(icon, () => `Drew the icon ${icon.title ?? text}, id ${icon.id}`);
    });

  icons
    .command("match <card>")
    .description(
      "find an icon for each chapter by its title; with --apply chapters without one get their number",
    )
    .option("--apply", "put them on the card; players see them when it is published")
    .action(async (named: string, { apply = false }: { apply?: boolean }) => {
      const server = await api();
      const card = await ownCard(server, named);
      const titles = card.chapters.map(({ title }) => title);
      const accountId = card.published?.accountId;
      const about = { titles, ...(accountId && { accountId }) };
      const { items } = await server.ask<IconSuggestions>("POST", "/api/icons/match", about);
      if (apply) {
        const chosen = await Promise.all(
          card.chapters.map(async ({ key }, at) => {
            const found = items[at]?.icons[0];
            return [key, found?.id ?? (await drawNumber(server, at + 1, accountId))] as const;
          }),
        );
        const path = `/api/cards/${encodeURIComponent(card.id)}/icons`;
        await server.ask("PUT", path, { icons: Object.fromEntries(chosen) });
      }
      tell(items, () => matchLines(items, apply, card.title));
    });
}

/** `cards cover`. */
export function cardCoverCommand({ program, api, tell, reach }: Cli): void {
  const cards = program.commands.find((command) => command.name() === "cards");
  cards
    ?.command("cover <card>")
    .description("give a card a cover: a picture, the picture of a recording, or one drawn with its title")
    .option("--file <picture>", "JPEG, PNG or GIF")
    .option("--audio <id>", "the picture that came with this recording")
    .option("--draw", "drawn by the server; --icon puts an icon on it")
    .option("--icon <id>", "for --draw")
    .option("--size <size>", "card (standing), wide, square", "card")
    .option("--crop <x,y,width,height>", "for --file: which part, in percent")
    .action(
      async (
        named: string,
        wanted: { file?: string; audio?: string; draw?: boolean; icon?: string; size: string; crop?: string },
      ) => {
        const server = await api();
        const { id } = await ownCard(server, named);
        const query = new URLSearchParams({
          size: wanted.size,
          ...Object.fromEntries(cropQuery(wanted.crop)),
        });
        const path = `/api/cards/${encodeURIComponent(id)}/cover?${query}`;
        const card =
          wanted.file === undefined
            ? await server.ask<Card>("PUT", path, coverWish(wanted))
            : await server.send<Card>(path, (await reach.openFile(wanted.file)).bytes);
        tell(
          card,
          () => `${card.title} has a new cover. Bring it to Yoto: yoto-smart-stream cards publish ${id}`,
        );
      },
    );
}

function coverWish({ audio, draw, icon }: { audio?: string; draw?: boolean; icon?: string }): object {
  if (audio !== undefined) return { from: "audio", audioId: audio };
  if (draw) return { from: "template", ...(icon && { iconId: icon }) };
  throw new CliTrouble("Say where the cover comes from: --file, --audio or --draw.");
}

function cropQuery(crop: string | undefined): readonly (readonly [string, string])[] {
  if (crop === undefined) return [];
  const percents = crop.split(",").map(Number);
  if (percents.length !== 4 || percents.some((each) => !(each >= 0 && each <= 100)))
    throw new CliTrouble(`"${crop}" is no crop; write four numbers in percent, like 10,0,80,100.`);
  return ["x", "y", "width", "height"].map((side, at) => [side, String((percents[at] ?? 0) / 100)] as const);
}

/** A card of ours, by id or title. Throws {@link CliTrouble}. */
export async function ownCard(server: Api, named: string): Promise<Card> {
  const found = await cardNamed(server, named);
  if (!("cardId" in found)) throw new CliTrouble(`"${named}" is none of your own cards. See: cards list`);
  return server.ask<Card>("GET", `/api/cards/${encodeURIComponent(found.cardId)}`);
}

async function drawNumber(server: Api, number: number, accountId: string | undefined): Promise<string> {
  const body = { text: String(number), ...(accountId && { accountId }) };
  return (await server.ask<Icon>("POST", "/api/icons/drawn", body)).id;
}

function matchLines(items: readonly IconSuggestion[], applied: boolean, title: string): string {
  const rows = items.map(({ title: chapter, because, icons }, at) => [
    chapter,
    icons[0]?.title ?? `the number ${at + 1}`,
    because === undefined ? "" : `because of "${because}"`,
  ]);
  const after = applied
    ? `They are on ${title} now. Bring it to Yoto: cards publish`
    : "Put them on the card with --apply.";
  return `${columns(["CHAPTER", "ICON", ""], rows)}\n${after}`;
}
