import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { IconButton } from "../ui/button.tsx";

/** Previous, play or pause, next, stop. What makes no sense now is off, not gone: nothing moves under the thumb. */
export function Transport({ player }: { player: Player }) {
  const { playback, online } = player;
  const hasCard = playback.card !== undefined;
  const running = playback.status === "playing" || playback.status === "loading";
  const off = !online || !hasCard;
  // The child's buttons choose the way through such a story.
  const noSkip = off || playback.card?.interactive === true;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look and nothing else
    <div class="transport" role="group" aria-label={`Playback on ${player.name}`}>
      <IconButton
        icon="stop"
        label="Stop"
        disabled={off || playback.status === "stopped"}
        onClick={() => void order(player, { action: "stop" }, { status: "stopped" })}
      />
      <IconButton
        icon="previous"
        label="Previous"
        size="l"
        disabled={noSkip}
        onClick={() => void order(player, { action: "previous" })}
      />
      <IconButton
        icon={running ? "pause" : "play"}
        label={running ? "Pause" : "Play"}
        size="xl"
        look="main"
        disabled={off}
        onClick={() =>
          running
            ? void order(player, { action: "pause" }, { status: "paused" })
            : void order(player, { action: "resume" }, { status: "playing" })
        }
      />
      <IconButton
        icon="next"
        label="Next"
        size="l"
        disabled={noSkip}
        onClick={() => void order(player, { action: "next" })}
      />
      <span class="transport-side" />
    </div>
  );
}
