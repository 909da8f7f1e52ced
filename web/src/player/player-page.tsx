import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Player } from "../../../src/http/schema/player.ts";
import { HistoryView } from "../history/history-view.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { loadPlayers, needPlayers, players, playersFailure } from "../stores/players.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AlarmsPart } from "./alarms-part.tsx";
import { ButtonsPart } from "./buttons-part.tsx";
import { ChangesPart } from "./changes-part.tsx";
import { ControlsPart } from "./controls-part.tsx";
import { SettingsPart } from "./settings-part.tsx";
import "./player-page.css";

const parts = [
  { path: "", name: "Controls" },
  { path: "settings", name: "Settings" },
  { path: "alarms", name: "Alarms" },
  { path: "buttons", name: "Buttons" },
  { path: "history", name: "History" },
  { path: "changes", name: "Changes" },
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
      <div class="player-page-head">
        <WayBack />
        <PageTitle title={player.name} />
        <nav class="parts" aria-label={`Parts of ${player.name}`}>
          {parts.map(({ path, name }) => (
            <a
              key={path}
              class="part"
              ref={path === part ? intoView : null}
              href={`/players/${encodeURIComponent(player.id)}${path === "" ? "" : `/${path}`}`}
              {...(path === part ? { "aria-current": "page" as const } : {})}
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
      <OutOfReach player={player} />
      <Part name={part} player={player} />
    </>
  );
}

/** The line of parts is wider than the smallest phones. */
function intoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });
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

function WayBack() {
  return (
    <a class="way-back" href="/">
      <Icon name="arrow-left" /> Players
    </a>
  );
}

function NotThere() {
  const failure = playersFailure.value;
  return (
    <>
      <div class="player-page-head">
        <WayBack />
        <PageTitle title="Player" />
      </div>
      {failure && (
        <FailureBanner
          failure={failure}
          actions={<Button onClick={() => void loadPlayers()}>Try again</Button>}
        />
      )}
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
