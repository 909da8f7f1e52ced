import type { Card } from "../http/schema/card.ts";
import type { Page } from "../http/schema/page.ts";
import type { PlayCheck } from "../http/schema/play-check.ts";
import { CliTrouble } from "./api.ts";
import { cardWorkCommands } from "./card-work.ts";
import { deleteCardCommand } from "./delete-commands.ts";
import { editCardsCommand } from "./edit-cards.ts";
import { familyCardCommands } from "./family-cards.ts";
import { checkLines } from "./play-check.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `cards list`, `make`, `publish`, and what is done to them. */
export function cardCommands(
  cli: Pick<Cli, "program" | "api" | "tell"> & { reach: Pick<Cli["reach"], "print" | "sleep"> },
): void {
  const { program, api, tell } = cli;
  const cards = program.command("cards").description("cards of your own");

  cards
    .command("list")
    .description("your cards, newest first")
    .option("--limit <count>", "at most so many", "100")
    .action(async ({ limit }: { limit: string }) => {
      const path = `/api/cards?limit=${encodeURIComponent(limit)}`;
      const { items } = await (await api()).ask<Page<Card>>("GET", path);
      tell(items, () =>
        items.length === 0
          ? "No cards yet. Make one: yoto-smart-stream cards make <title> --audio <id>"
          : columns(
              ["TITLE", "CHAPTERS", "AT YOTO", "PLAYS FROM", "ID"],
              items.map(({ title, chapters, published, pending, playsFrom, id }) => [
                title,
                String(chapters.length),
                published === undefined
                  ? "not published"
                  : `${published.yotoCardId}${pending ? " (changed since)" : ""}`,
                { "this-server": "this server", yoto: "Yoto", both: "here and Yoto" }[playsFrom],
                id,
              ]),
            ),
      );
    });

  cards
    .command("make <title>")
    .description("make a card of recordings, streams and audio at Yoto, or of a text that is spoken")
    .option("--audio <id...>", "recordings, in order")
    .option("--stream <id...>", "streams, each with all its slots")
    .option("--yoto <id...>", "all chapters of cards made elsewhere, by Yoto's ids")
    .option("--text <text>", "a text to speak; alone")
    .option("--description <text>")
    .option("--author <name>")
    .option("--category <category>", "stories, music, podcast, radio, sfx, activities, alarms, none")
    .option("--from-start", "players begin at the beginning each time")
    .option("--shuffle", "chapters in mixed order")
    .option("--advance <what>", "after a chapter: next, repeat, none")
    .option("--online-only", "players keep no copy")
    .option("--draft", "keep it here; publish it later")
    .option("--account <id>", "which linked family gets it, if there are several")
    .action(async (title: string, from: MakeOptions) => {
      const { audio = [], stream = [], yoto = [], text, account, fromStart, ...face } = from;
      const chapters = [
        ...audio.map((audioId) => ({ audioId })),
        ...stream.map((streamId) => ({ streamId })),
        ...yoto.map((yotoCardId) => ({ yotoCardId })),
      ];
      const card = await (await api()).ask<Card>("POST", "/api/cards", {
        title,
        ...(text === undefined ? { chapters } : { text }),
        ...face,
        ...(fromStart && { resume: false }),
        ...(account && { accountId: account }),
      });
      tell(card, () =>
        card.published === undefined
          ? `Made ${card.title} (${card.id}), only here so far.`
          : `Made ${card.title}, at Yoto as ${card.published.yotoCardId}`,
      );
    });

  cards
    .command("publish <id>")
    .description("bring a card to Yoto as it is now; what stood there is kept as a backup")
    .option("--account <id>", "which linked family gets it, if there are several")
    .option("--unchecked", "also when it will not play")
    .action(async (id: string, { account, unchecked }: { account?: string; unchecked?: boolean }) => {
      const server = await api();
      const path = `/api/cards/${encodeURIComponent(id)}`;
      if (!unchecked) {
        const checked = await server.ask<PlayCheck>("POST", `${path}/check?beforePublishing=true`);
        if (checked.verdict === "does-not-play")
          throw new CliTrouble(
            `${checkLines(checked)}\nNothing was written; --unchecked writes all the same.`,
          );
      }
      const card = await server.ask<Card>("POST", `${path}/publish`, account ? { accountId: account } : {});
      tell(card, () => `${card.title} is at Yoto as ${card.published?.yotoCardId ?? "nothing yet"}`);
    });
  deleteCardCommand(cli, cards);
  cardWorkCommands(cli, cards);
  editCardsCommand(cli, cards);
  familyCardCommands(cli, cards);
}

type MakeOptions = {
  readonly audio?: string[];
  readonly stream?: string[];
  readonly yoto?: string[];
  readonly text?: string;
  readonly description?: string;
  readonly author?: string;
  readonly category?: string;
  readonly fromStart?: boolean;
  readonly shuffle?: boolean;
  readonly advance?: string;
  readonly onlineOnly?: boolean;
  readonly draft?: boolean;
  readonly account?: string;
};
