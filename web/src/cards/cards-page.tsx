import { PageTitle } from "../shell/page-title.tsx";
import { cardList } from "../stores/cards.ts";
import { removing } from "../stores/removals.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CardPicture } from "./card-picture.tsx";
import { CardsParts } from "./cards-parts.tsx";
import { NewCardButton } from "./new-card-button.tsx";

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
        {shown?.length !== 0 && <NewCardButton>New card</NewCardButton>}
      </PageTitle>
      <ReadFailure failure={cardList.failure.value} again={cardList.reload} />
      {shown === undefined && !cardList.failure.value && (
        <Skeleton kind="picture" count={8} label="Asking for the cards" />
      )}
      {shown?.length === 0 && (
        <EmptyState
          icon="card"
          title="Make your first card"
          action={<NewCardButton>Make a card</NewCardButton>}
        >
          Of your own files, of what you record or have read aloud, or of something that changes each day.
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
