import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Player } from "../../../src/http/schema/player.ts";
import { HistoryView } from "../history/history-view.tsx";
import { YotoTrouble } from "../players/yoto-trouble.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { Parts } from "../shell/parts.tsx";
import { loadPlayers, needPlayers, players, playersFailure } from "../stores/players.ts";
import { Banner } from "../ui/banner.tsx";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AlarmsPart } from "./alarms-part.tsx";
import { ButtonsPart } from "./buttons-part.tsx";
import { ChangesPart } from "./changes-part.tsx";
import { ControlsPart } from "./controls-part.tsx";
import { SettingsPart } from "./settings-part.tsx";
import "./player-page.css";

const back = { path: "/", name: "Players" };
const parts = [
  { part: "", name: "Controls" },
  { part: "settings", name: "Settings" },
  { part: "alarms", name: "Alarms" },
  { part: "buttons", name: "Buttons" },
  { part: "history", name: "History" },
  { part: "changes", name: "Changes" },
] as const;

/** One player: everything one may ask of it, and everything that can be set. */
export function PlayerPage() {
  useEffect(needPlayers, []);
  const { params } = useRoute();
  const player = players.value?.find(({ id }) => id === params["id"]);
  const part = params["part"] ?? "";
  if (player === undefined) return <NotThere />;
  return (
    <>
      <PageTitle
        title={player.name}
        back={back}
        parts={
          <Parts
            label={`Parts of ${player.name}`}
            parts={parts.map(({ part: each, name }) => ({ path: pathOf(player.id, each), name }))}
            here={pathOf(player.id, part)}
          />
        }
      />
      <YotoTrouble />
      <OutOfReach player={player} />
      <Part name={part} player={player} />
    </>
  );
}

function pathOf(playerId: string, part: string): string {
  return `/players/${encodeURIComponent(playerId)}${part === "" ? "" : `/${part}`}`;
}

function Part({ name, player }: { name: string; player: Player }) {
  switch (name) {
    case "settings":
      return <SettingsPart player={player} />;
    case "alarms":
      return <AlarmsPart player={player} />;
    case "buttons":
      return <ButtonsPart player={player} />;
    case "history":
      return <HistoryView player={player.id} />;
    case "changes":
      return <ChangesPart player={player} />;
    default:
      return <ControlsPart player={player} />;
  }
}

function OutOfReach({ player }: { player: Player }) {
  if (player.outOfReach === undefined) return null;
  return player.outOfReach === "bluetooth-loudspeaker" ? (
    <Banner tone="warn" icon="bluetooth">
      <p class="banner-message">{player.name} is a Bluetooth loudspeaker now and hears nothing from us.</p>
      <p class="small">Hold its left button for three seconds; then it is back.</p>
    </Banner>
  ) : (
    <Banner tone="calm" icon="offline">
      <p class="banner-message">{player.name} is offline, so it cannot be steered.</p>
      <p class="small">Settings can be changed all the same: it takes them over when it is back.</p>
    </Banner>
  );
}

function NotThere() {
  const failure = playersFailure.value;
  return (
    <>
      <PageTitle title="Player" back={back} />
      <ReadFailure failure={failure} again={loadPlayers} />
      {players.value === undefined && !failure && (
        <Skeleton kind="card" count={1} label="Asking for the player" />
      )}
      {players.value !== undefined && (
        <EmptyState
          icon="player"
          title="There is no such player"
          action={<LinkButton href="/">To the players</LinkButton>}
        >
          It may have been removed from the family, or the family is no longer linked.
        </EmptyState>
      )}
    </>
  );
}
