import { useState } from "preact/hooks";
import { PageTitle } from "../shell/page-title.tsx";
import { cardList } from "../stores/cards.ts";
import { loadPlayers, needPlayers, players, playersFailure } from "../stores/players.ts";
import { demo } from "../stores/session.ts";
import { needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Banner } from "../ui/banner.tsx";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { FirstSteps, isBeginning } from "./first-steps.tsx";
import { PlayCardSheet } from "./play-card-sheet.tsx";
import { PlayerCard } from "./player-card.tsx";
import { SeveralPlayers } from "./several-players.tsx";
import { TodayPanel } from "./today-panel.tsx";
import { YotoTrouble } from "./yoto-trouble.tsx";
import "./players-page.css";

/** Home: every player of the family, live. */
export function PlayersPage() {
  needPlayers();
  needYotoAccounts();
  cardList.need();
  const [choosingFor, setChoosingFor] = useState<string>();
  const shown = players.value;
  const beginning = isBeginning();
  const chooser = shown?.find((player) => player.id === choosingFor);
  return (
    <>
      <PageTitle title="Players">
        {(shown?.length ?? 0) > 1 && <SeveralPlayers players={shown ?? []} />}
      </PageTitle>
      <YotoTrouble />
      {shown !== undefined && shown.length > 0 && beginning && <FirstSteps />}
      <ReadFailure failure={playersFailure.value} again={loadPlayers} />
      {shown === undefined && !playersFailure.value && (
        <Skeleton kind="card" count={2} label="Asking for the players" />
      )}
      {shown?.length === 0 && <NoPlayers />}
      {shown !== undefined && shown.length > 0 && (
        <ul class="players">
          {shown.map((player) => (
            <li key={player.id}>
              <PlayerCard player={player} onChooseCard={() => setChoosingFor(player.id)} />
            </li>
          ))}
        </ul>
      )}
      {shown !== undefined && shown.length > 0 && <TodayPanel />}
      {demo.value && shown && beginning === false && (
        <Banner
          tone="calm"
          icon="try"
          actions={<LinkButton href="/try">Open the pretend players</LinkButton>}
        >
          <p class="banner-message">This is the demo: a pretend Yoto with two players.</p>
          <p class="small">You can turn their knobs and put cards in, on the screen and with sound.</p>
        </Banner>
      )}
      {chooser && <PlayCardSheet player={chooser} onClose={() => setChoosingFor(undefined)} />}
    </>
  );
}

function NoPlayers() {
  const linked = (yotoAccounts.value?.length ?? 0) > 0;
  return linked ? (
    <EmptyState icon="player" title="No players yet">
      Your Yoto family is linked but has no players. Set one up in Yoto's app; it appears here by itself.
    </EmptyState>
  ) : (
    <EmptyState
      icon="link"
      title="Link your Yoto family first"
      action={
        <LinkButton look="main" href="/settings">
          Link a family
        </LinkButton>
      }
    >
      Then your players appear here, live, and you can steer them.
    </EmptyState>
  );
}
