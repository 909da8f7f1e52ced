import { useEffect, useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { CardPicture } from "../cards/card-picture.tsx";
import { PlayerCard } from "../players/player-card.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { cardList } from "../stores/cards.ts";
import { needPlayers, players } from "../stores/players.ts";
import { demo } from "../stores/session.ts";
import { Banner } from "../ui/banner.tsx";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CardTray } from "./card-tray.tsx";
import { PretendPlayer } from "./pretend-player.tsx";
import { act, boxes, pretendIsAway, watchPretendYoto } from "./pretend-yoto.ts";
import "./demo-page.css";

/** The pretend players on the screen, and below each what our own server sees of it. */
export function DemoPage() {
  const pretendUrl = demo.value?.pretendUrl;
  useEffect(() => {
    needPlayers();
    cardList.need();
    return pretendUrl === undefined ? undefined : watchPretendYoto(pretendUrl);
  }, [pretendUrl]);
  if (pretendUrl === undefined)
    return (
      <>
        <PageTitle title="Try it" />
        <EmptyState
          icon="player"
          title="Your own players are linked"
          action={
            <LinkButton look="main" href="/">
              To the players
            </LinkButton>
          }
        >
          The pretend players are there only while no Yoto client id is configured.
        </EmptyState>
      </>
    );
  return <Room pretendUrl={pretendUrl} />;
}

function Room({ pretendUrl }: { pretendUrl: string }) {
  const [held, setHeld] = useState<Card>();
  const [choosingFor, setChoosingFor] = useState<string>();
  const cards = cardList.items.value?.filter((card) => card.published !== undefined) ?? [];
  return (
    <>
      <PageTitle title="Try it" />
      <p class="soft demo-hint" role="status">
        {held === undefined
          ? "Two pretend players, as a child has them. Drag a card into a slot, or click a card and then a slot."
          : `You hold “${held.title}”. Choose a slot.`}
      </p>
      {pretendIsAway.value && (
        <Banner tone="bad">
          <p class="banner-message">The pretend Yoto does not answer.</p>
          <p class="small">It runs together with the server; start that again.</p>
        </Banner>
      )}
      {cardList.items.value !== undefined && cards.length === 0 ? (
        <Banner tone="calm" icon="card" actions={<LinkButton href="/library">To the library</LinkButton>}>
          <p class="banner-message">There is no card yet.</p>
          <p class="small">Upload a recording, make a card of it, and it lies here.</p>
        </Banner>
      ) : (
        <CardTray cards={cards} held={held} onHold={setHeld} />
      )}
      {boxes.value === undefined && (
        <Skeleton kind="card" count={2} label="Looking for the pretend players" />
      )}
      <div class="room">
        {boxes.value?.map((box) => {
          const player = players.value?.find((each) => each.id === box.id);
          return (
            <div key={box.id} class="room-place">
              <PretendPlayer
                box={box}
                pretendUrl={pretendUrl}
                player={player}
                cards={cards}
                held={held}
                onPutIn={() => setHeld(undefined)}
                onChoose={() => setChoosingFor(box.id)}
              />
              {player && (
                <div class="stack-close">
                  <p class="small soft room-caption">What your server sees and can do</p>
                  <PlayerCard player={player} />
                </div>
              )}
            </div>
          );
        })}
      </div>
      {choosingFor !== undefined && (
        <Sheet title="Which card?" onClose={() => setChoosingFor(undefined)}>
          <ul class="card-grid">
            {cards.map((card) => (
              <li key={card.id}>
                <CardPicture
                  card={card}
                  action="put it in"
                  onClick={() => {
                    void act(pretendUrl, choosingFor, "insert", { cardId: card.published?.yotoCardId });
                    setChoosingFor(undefined);
                  }}
                />
              </li>
            ))}
          </ul>
          {cards.length === 0 && <p class="soft">Make a card in the library first.</p>}
        </Sheet>
      )}
    </>
  );
}
