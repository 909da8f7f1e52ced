import "../player/player-page.css";

/** The two sides of the room of cards: the cards, and the streams that decide what they play. */
export function CardsParts({ here }: { here: "cards" | "streams" }) {
  return (
    <nav class="parts" aria-label="Cards and streams">
      <a class="part" href="/cards" {...(here === "cards" ? { "aria-current": "page" as const } : {})}>
        Cards
      </a>
      <a class="part" href="/streams" {...(here === "streams" ? { "aria-current": "page" as const } : {})}>
        Streams
      </a>
    </nav>
  );
}
