import { type Card as DomainCard, playsNow } from "../../domain/cards/card.ts";
import { isPending } from "../../domain/cards/is-pending.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Card } from "../schema/card.ts";
import { cardCoverPath } from "./cover-path.ts";

/** A card of ours as the API tells it. */
export function cardView(card: DomainCard): Card {
  const { id, title, description, author, category, coverUrl, published, createdAtMs, changedAtMs } = card;
  const from = new Set(card.chapters.map((chapter) => playsNow(card, chapter).from));
  return {
    id,
    title,
    ...omitUndefined({
      description: description === "" ? undefined : description,
      author: author === "" ? undefined : author,
      category,
      coverUrl: coverUrl === undefined ? undefined : cardCoverPath(id, coverUrl),
      storyId: card.storyId,
      published: published && {
        accountId: published.accountId,
        yotoCardId: published.yotoCardId,
        atMs: published.atMs,
      },
    }),
    chapters: card.chapters.map(({ key, title, plays, icon, choices }) => ({
      key,
      title,
      plays:
        plays.from === "stream"
          ? plays
          : { from: plays.from, mediaId: plays.mediaId, seconds: plays.seconds },
      ...omitUndefined({ icon, choices }),
    })),
    resume: card.resume ?? true,
    shuffle: card.shuffle ?? false,
    advance: card.advance ?? "next",
    onlineOnly: card.onlineOnly ?? false,
    playsFrom: from.size > 1 ? "both" : from.has("yoto") ? "yoto" : "this-server",
    pending: published !== undefined && isPending(card),
    createdAtMs,
    changedAtMs,
  };
}
