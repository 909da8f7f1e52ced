import "../player/player-page.css";

/** The sides of the room of cards: ours, the streams that decide what they play, and what else Yoto keeps for the family. */
export function CardsParts({ here }: { here: "cards" | "streams" | "family" }) {
  return (
    <nav class="parts" aria-label="Cards and streams">
      <a class="part" href="/cards" {...(here === "cards" ? { "aria-current": "page" as const } : {})}>
        Cards
      </a>
      <a class="part" href="/streams" {...(here === "streams" ? { "aria-current": "page" as const } : {})}>
        Streams
      </a>
      <a
        class="part"
        href="/cards/family"
        {...(here === "family" ? { "aria-current": "page" as const } : {})}
      >
        At Yoto
      </a>
    </nav>
  );
}
