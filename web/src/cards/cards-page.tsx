import { PageTitle } from "../shell/page-title.tsx";
import { cardList } from "../stores/cards.ts";
import { removing } from "../stores/removals.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CardPicture } from "./card-picture.tsx";
import { CardsParts } from "./cards-parts.tsx";

/** All our cards as pictures. */
export function CardsPage() {
  cardList.need();
  const shown = cardList.items.value?.filter((card) => !removing.value.has(card.id));
  return (
    <>
      <PageTitle title="Cards" parts={<CardsParts here="/cards" />}>
        {(shown?.length ?? 0) > 1 && (
          <LinkButton icon="pencil" href="/cards/several">
            Edit several
          </LinkButton>
        )}
        <LinkButton look="main" icon="plus" href="/library">
          New card
        </LinkButton>
      </PageTitle>
      <ReadFailure failure={cardList.failure.value} again={cardList.reload} />
      {shown === undefined && !cardList.failure.value && (
        <Skeleton kind="picture" count={8} label="Asking for the cards" />
      )}
      {shown?.length === 0 && (
        <EmptyState
          icon="card"
          title="Make your first card"
          action={
            <LinkButton look="main" href="/library">
              Choose recordings
            </LinkButton>
          }
        >
          A card plays recordings of your library. Choose one or several there and press “Make a card”.
        </EmptyState>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul class="card-grid">
          {shown.map((card) => (
            <li key={card.id}>
              <CardPicture card={card} href={`/cards/${card.id}`} />
            </li>
          ))}
        </ul>
      )}
      {cardList.hasMore.value && (
        <Button busy={cardList.busy.value} onClick={() => void cardList.more()}>
          Show more
        </Button>
      )}
    </>
  );
}
