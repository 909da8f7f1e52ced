import type { Card as DomainCard } from "../../domain/card.ts";
import type { Card } from "../schema/card.ts";
import { cardCoverPath } from "./cover-path.ts";

/** A card of ours as the API tells it. */
export function cardView({ coverUrl, ...card }: DomainCard): Card {
  return {
    ...card,
    ...(coverUrl === undefined ? {} : { coverUrl: cardCoverPath(card.id, coverUrl) }),
    chapters: card.chapters.map(({ key, title, plays, icon }) => ({
      key,
      title,
      plays:
        plays.from === "stream"
          ? plays
          : { from: plays.from, mediaId: plays.mediaId, seconds: plays.seconds },
      ...(icon === undefined ? {} : { icon }),
    })),
  };
}
