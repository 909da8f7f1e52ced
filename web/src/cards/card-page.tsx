import { useEffect, useMemo } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Card } from "../../../src/http/schema/card.ts";
import { onLive } from "../api/live.ts";
import { CardLooks } from "../pictures/card-looks.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { readCard } from "../stores/cards.ts";
import { createResource } from "../stores/resource.ts";
import { familyName, needYotoAccounts } from "../stores/yoto-accounts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Cover } from "../ui/cover.tsx";
import { Icon } from "../ui/icon.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { CardChapters } from "./card-chapters.tsx";
import { DeleteCard } from "./delete-card.tsx";
import { PlayOn } from "./play-on.tsx";
import "./card-page.css";

/** One card: its picture, where it can be played, its chapters with their addresses. */
export function CardPage() {
  const id = useRoute().params["id"] ?? "";
  const resource = useMemo(() => createResource(() => readCard(id)), [id]);
  useEffect(() => {
    resource.need();
    needYotoAccounts();
    return onLive("cards", resource.refresh);
  }, [resource]);
  const card = resource.value.value;
  const failure = resource.failure.value;
  return (
    <>
      <div class="card-page-head">
        <a class="way-back" href="/cards">
          <Icon name="arrow-left" /> Cards
        </a>
        <PageTitle title={card?.title ?? "Card"} />
      </div>
      {failure && (
        <FailureBanner
          failure={failure}
          actions={<Button onClick={() => void resource.load()}>Try again</Button>}
        />
      )}
      {card === undefined && !failure && <Skeleton kind="card" count={1} label="Asking for the card" />}
      {card && <CardDetail card={card} />}
    </>
  );
}

function CardDetail({ card }: { card: Card }) {
  const { published } = card;
  return (
    <div class="card-page">
      <div class="card-page-cover">
        <Cover title={card.title} url={card.coverUrl} />
      </div>
      <div class="stack">
        <CardLooks card={card} />
        <div class="stack-close">
          {card.author && <p>By {card.author}</p>}
          {card.description && <p>{card.description}</p>}
          <p class="soft">
            {counted(card.chapters.length, "chapter")}
            {published && ` · ${familyName(published.accountId)} · Yoto card ${published.yotoCardId}`}
          </p>
        </div>
        {published ? (
          <PlayOn card={card} />
        ) : (
          <Banner tone="warn">
            <p class="banner-message">Yoto does not have this card yet, so no player can play it.</p>
            <p class="small">Link a Yoto family in the settings, then make the card again.</p>
          </Banner>
        )}
        <CardChapters card={card} />
        <DeleteCard card={card} />
      </div>
    </div>
  );
}
