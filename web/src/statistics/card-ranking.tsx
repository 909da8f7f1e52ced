import type { Statistics } from "../../../src/http/schema/history.ts";
import { counted } from "../ui/words.ts";
import { durationWords } from "./duration-words.ts";

type Card = Statistics["cards"][number];
const shownFirst = 10;

/** Favourites first: how long, how often, and where a card is usually left. */
export function CardRanking({ cards }: { cards: readonly Card[] }) {
  if (cards.length === 0) return null;
  const most = Math.max(1, ...cards.map(({ listenedMs }) => listenedMs));
  const rest = cards.slice(shownFirst);
  return (
    <section class="panel stack-close" aria-labelledby="cards-title">
      <h2 id="cards-title">By card</h2>
      <ol class="ranking">
        {cards.slice(0, shownFirst).map((card) => (
          <RankedCard key={card.yotoCardId} card={card} most={most} />
        ))}
      </ol>
      {rest.length > 0 && (
        <details>
          <summary class="small soft ranking-more">{counted(rest.length, "more card")}</summary>
          <ol class="ranking" start={shownFirst + 1}>
            {rest.map((card) => (
              <RankedCard key={card.yotoCardId} card={card} most={most} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function RankedCard({ card, most }: { card: Card; most: number }) {
  return (
    <li class="ranked">
      <div class="ranked-words">
        <span class="ranked-title">{card.title ?? "A card without a name"}</span>
        <span class="numbers">{durationWords(card.listenedMs)}</span>
      </div>
      <svg class="ranked-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ranked-ground" width="100" height="1" />
        <rect class="chart-bar" width={Math.max(0.5, (100 * card.listenedMs) / most)} height="1" />
      </svg>
      <p class="small soft">{cardWords(card)}</p>
    </li>
  );
}

function cardWords({ starts, ends, left }: Card): string {
  const parts = [`Begun ${times(starts)}`, ends > 0 ? `heard to the end ${times(ends)}` : ""];
  const [usual] = left;
  if (usual !== undefined && usual.times > 1)
    parts.push(`mostly left in “${usual.title ?? usual.chapterKey}” (${times(usual.times)})`);
  return parts.filter((part) => part !== "").join(", ");
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
