import type { Card } from "../../../src/http/schema/card.ts";
import { Cover } from "../ui/cover.tsx";
import { counted } from "../ui/words.ts";
import "./card-picture.css";

type CardPictureProps = { card: Card } & (
  | { href: string; action?: never; onClick?: never }
  | {
      /** Added for screen readers: "play it on Kitchen". */ action: string;
      onClick: () => void;
      href?: never;
    }
);

/** A card as a picture with its title: a link, or a button that does something with it. */
export function CardPicture({ card, ...does }: CardPictureProps) {
  const inside = (
    <>
      <span class="card-picture-cover">
        <Cover title={card.title} url={card.coverUrl} />
      </span>
      <span class="card-picture-title">{card.title}</span>
      <span class="small soft">
        {card.published === undefined ? "Not at Yoto yet" : counted(card.chapters.length, "chapter")}
        {card.published !== undefined && card.playsFrom === "yoto" && " · on Yoto"}
        {card.pending && " · changed"}
      </span>
    </>
  );
  if (does.href !== undefined)
    return (
      <a class="card-picture" href={does.href}>
        {inside}
      </a>
    );
  return (
    <button type="button" class="card-picture" onClick={does.onClick}>
      {inside}
      <span class="unseen">, {does.action}</span>
    </button>
  );
}
