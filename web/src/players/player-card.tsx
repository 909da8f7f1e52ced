import type { Player } from "../../../src/http/schema/player.ts";
import { Button } from "../ui/button.tsx";
import { MoreTime } from "./more-time.tsx";
import { NowPlaying } from "./now-playing.tsx";
import { PlayerHead } from "./player-head.tsx";
import { PlayerTrouble } from "./player-trouble.tsx";
import { QuickCards } from "./quick-cards.tsx";
import { SleepTimer } from "./sleep-timer.tsx";
import { Transport } from "./transport.tsx";
import { VolumeControl } from "./volume-control.tsx";
import { VolumeSteps } from "./volume-steps.tsx";
import "./player-card.css";

type PlayerCardProps = {
  player: Player;
  onChooseCard?: () => void;
  /** On the player's own page, which tells its name. */
  alone?: boolean;
};

/** One player, live: what it is doing, and everything one may ask of it. */
export function PlayerCard({ player, onChooseCard, alone = false }: PlayerCardProps) {
  return (
    <article
      class={player.online ? "panel player-card" : "panel player-card player-card-offline"}
      aria-label={player.name}
      data-player={player.id}
    >
      <PlayerHead player={player} alone={alone} />
      {player.online && player.playback.card === undefined ? (
        <QuickCards player={player} />
      ) : (
        <>
          <NowPlaying player={player} />
          <Transport player={player} />
        </>
      )}
      <VolumeControl player={player} />
      {alone && <VolumeSteps player={player} />}
      <div class="player-card-more">
        {onChooseCard && (
          <Button icon="card" onClick={onChooseCard} disabled={!player.online}>
            Play a card…
          </Button>
        )}
        <SleepTimer player={player} />
        <MoreTime player={player} />
      </div>
      <PlayerTrouble playerId={player.id} />
    </article>
  );
}
