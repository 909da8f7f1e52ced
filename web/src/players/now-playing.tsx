import type { Player } from "../../../src/http/schema/player.ts";
import { Cover } from "../ui/cover.tsx";
import { Icon } from "../ui/icon.tsx";
import { SeekBar } from "./seek-bar.tsx";

/** The card, its picture, the chapter, and where in it the child is. */
export function NowPlaying({ player }: { player: Player }) {
  const { playback } = player;
  const { card } = playback;
  const title = card === undefined ? undefined : (card.title ?? "A card");
  return (
    <>
      <div class="now-playing">
        <div class="now-playing-cover">
          {title === undefined ? (
            <div class="now-playing-none">
              <Icon name="card" />
            </div>
          ) : (
            <Cover title={title} url={card?.coverUrl} />
          )}
        </div>
        <div class="now-playing-words">
          <p class="small soft">{statusWords(player)}</p>
          <p class="now-playing-title">{title ?? "No card in the slot"}</p>
          {title !== undefined && <p class="soft one-line">{chapterWords(player)}</p>}
        </div>
      </div>
      <SeekBar player={player} />
    </>
  );
}

function statusWords({ playback, online }: Player): string {
  if (!online) return playback.card === undefined ? "Nothing known to play" : "Last heard playing";
  if (playback.waitingForData === true && playback.status === "playing") return "Waiting for sound …";
  switch (playback.status) {
    case "playing":
      return playback.source === "card" ? "Playing, card put in by hand" : "Playing";
    case "paused":
      return "Paused";
    case "loading":
      return "Starting …";
    case "stopped":
      return playback.card === undefined ? "Silent" : "Stopped";
  }
}

function chapterWords({ playback }: Player): string {
  const { chapter, track, card } = playback;
  const name = track?.title ?? chapter?.title;
  const place = Number(chapter?.key ?? track?.key);
  const of = card?.chapters !== undefined && card.chapters > 1 && Number.isInteger(place) && place > 0;
  const count = of ? `${place} of ${card.chapters}` : undefined;
  return [count, name === card?.title ? undefined : name].filter(Boolean).join(" · ") || " ";
}
