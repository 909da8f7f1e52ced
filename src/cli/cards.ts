import type { Card } from "../http/schema/card.ts";
import type { Page } from "../http/schema/page.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `cards list` and `cards make`. */
export function cardCommands({ program, api, tell }: Cli): void {
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
              ["TITLE", "CHAPTERS", "AT YOTO", "ID"],
              items.map(({ title, chapters, published, id }) => [
                title,
                String(chapters.length),
                published?.yotoCardId ?? "not published",
                id,
              ]),
            ),
      );
    });

  cards
    .command("make <title>")
    .description("make a card of recordings, of a stream, or of a text that is spoken")
    .option("--audio <id...>", "recordings, in order")
    .option("--stream <id>", "a stream")
    .option("--text <text>", "a text to speak")
    .option("--account <id>", "which linked family gets it, if there are several")
    .action(
      async (title: string, from: { audio?: string[]; stream?: string; text?: string; account?: string }) => {
        const card = await (await api()).ask<Card>("POST", "/api/cards", {
          title,
          ...(from.audio && { audio: from.audio }),
          ...(from.stream && { streamId: from.stream }),
          ...(from.text && { text: from.text }),
          ...(from.account && { accountId: from.account }),
        });
        tell(card, () => `Made ${card.title}, at Yoto as ${card.published?.yotoCardId ?? "nothing yet"}`);
      },
    );

  cards
    .command("publish <id>")
    .description("bring a card to Yoto as it is now; what stood there is kept as a backup")
    .option("--account <id>", "which linked family gets it, if there are several")
    .action(async (id: string, { account }: { account?: string }) => {
      const path = `/api/cards/${encodeURIComponent(id)}/publish`;
      const card = await (await api()).ask<Card>("POST", path, account ? { accountId: account } : {});
      tell(card, () => `${card.title} is at Yoto as ${card.published?.yotoCardId ?? "nothing yet"}`);
    });
}
