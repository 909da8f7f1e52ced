import type { Card } from "../../../src/http/schema/card.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { CardPicture } from "../cards/card-picture.tsx";
import { cardList } from "../stores/cards.ts";
import { order } from "../stores/orders.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Pictures of the cards this player can play; a tap starts one. */
export function PlayCardSheet({ player, onClose }: { player: Player; onClose: () => void }) {
  cardList.need();
  const playable = cardList.items.value?.filter((card) => card.published?.accountId === player.accountId);
  return (
    <Sheet title={`Play on ${player.name}`} onClose={onClose}>
      {cardList.failure.value && <FailureBanner failure={cardList.failure.value} />}
      {playable === undefined && !cardList.failure.value && (
        <Skeleton kind="picture" count={4} label="Asking for the cards" />
      )}
      {playable?.length === 0 && (
        <EmptyState
          icon="card"
          title="No cards yet"
          action={
            <LinkButton look="main" href="/library">
              To the library
            </LinkButton>
          }
        >
          Upload a recording and make a card of it; then it can be played here.
        </EmptyState>
      )}
      {playable !== undefined && playable.length > 0 && (
        <ul class="card-grid">
          {playable.map((card) => (
            <li key={card.id}>
              <CardPicture
                card={card}
                action={`play it on ${player.name}`}
                onClick={() => {
                  playCard(player, card);
                  onClose();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {cardList.hasMore.value && <Button onClick={() => void cardList.more()}>More cards</Button>}
    </Sheet>
  );
}

/** Starts a card of ours on a player, from where the player remembers. */
export function playCard(player: Player, card: Card): void {
  if (card.published === undefined) return;
  const { yotoCardId } = card.published;
  void order(
    player,
    { action: "play-card", cardId: card.id },
    { card: { yotoCardId, title: card.title, cardId: card.id, coverUrl: card.coverUrl } },
  );
}
