import { useEffect } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { cardList } from "../stores/cards.ts";
import { Cover } from "../ui/cover.tsx";
import { houseDays } from "./house-days.ts";
import { playCard } from "./play-card-sheet.tsx";
import "./quick-cards.css";

const shownMost = 4;

/** A player without a card: what is heard most often is one tap away. Keeps the room that playback will need. */
export function QuickCards({ player }: { player: Player }) {
  useEffect(() => {
    cardList.need();
    houseDays.need();
  }, []);
  const cards = oftenPlayed(player.accountId);
  return (
    <div class="quick-cards">
      <div>
        <p class="now-playing-title">No card in the slot</p>
        {cards !== undefined && (
          <p class="small soft">
            {cards.length > 0 ? "Tap one to play it here:" : "Put one in; your own are made in the library."}
          </p>
        )}
      </div>
      <ul class="quick-cards-line">
        {cards?.map((card) => (
          <li key={card.id}>
            <button type="button" class="quick-card" onClick={() => playCard(player, card)}>
              <span class="quick-card-cover">
                <Cover title={card.title} url={card.coverUrl} />
              </span>
              <span class="unseen">Play </span>
              <span class="quick-card-title">{card.title}</span>
              <span class="unseen"> on {player.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Cards that the player's family has: the most listened to first, then the newest. `undefined` while we ask. */
function oftenPlayed(accountId: string): readonly Card[] | undefined {
  const heard = houseDays.value.value?.sums.cards;
  if (heard === undefined && houseDays.failure.value === undefined) return undefined;
  const place = new Map(heard?.map(({ yotoCardId }, at) => [yotoCardId, at]));
  const placeOf = ({ published }: Card) => place.get(published?.yotoCardId ?? "") ?? place.size;
  return cardList.items.value
    ?.filter(({ published }) => published?.accountId === accountId)
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .slice(0, shownMost);
}
