import { useEffect } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { playCard } from "../players/play-card-sheet.tsx";
import { PlayerTrouble } from "../players/player-trouble.tsx";
import { needPlayers, players } from "../stores/players.ts";
import { Button } from "../ui/button.tsx";

/** A button for each player of the card's family; says which of them plays it now. */
export function PlayOn({ card }: { card: Card }) {
  useEffect(needPlayers, []);
  const own = players.value?.filter((player) => player.accountId === card.published?.accountId) ?? [];
  if (own.length === 0) return null;
  return (
    <section class="stack-close" aria-label="Play on a player">
      <div class="play-on">
        {own.map((player) => {
          const here = player.playback.card?.yotoCardId === card.published?.yotoCardId;
          const running = here && player.playback.status !== "stopped" && player.playback.status !== "paused";
          return (
            <Button
              key={player.id}
              look={running ? "plain" : "main"}
              icon={running ? "volume" : "play"}
              disabled={!player.online}
              onClick={() => playCard(player, card)}
            >
              {running ? `Playing on ${player.name}` : `Play on ${player.name}`}
              {player.online ? "" : " (offline)"}
            </Button>
          );
        })}
      </div>
      {own.map((player) => (
        <PlayerTrouble key={player.id} playerId={player.id} />
      ))}
    </section>
  );
}
