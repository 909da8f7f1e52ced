import { useSignal } from "@preact/signals";
import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { tickingNowMs } from "../stores/ticker.ts";
import { secondsAt } from "../stores/with-wish.ts";
import { Slider } from "../ui/slider.tsx";
import { clockOf, spokenTime } from "../ui/words.ts";

/** Where playback is, moving by itself; drag to go elsewhere. Keeps its room when there is nothing to show. */
export function SeekBar({ player }: { player: Player }) {
  const dragged = useSignal<number | undefined>(undefined);
  const { playback, online } = player;
  const moving = playback.status === "playing" && online;
  const nowMs = moving ? tickingNowMs.value : playback.position?.atMs;
  const known = playback.card === undefined ? undefined : secondsAt(player, nowMs ?? 0);
  const seconds = dragged.value ?? known ?? 0;
  const length = playback.track?.seconds;
  const can = known !== undefined && length !== undefined && online;
  return (
    <div class="seek">
      <Slider
        label={`Position in ${playback.track?.title ?? playback.card?.title ?? "the track"} on ${player.name}`}
        valueText={`${spokenTime(seconds)}${length === undefined ? "" : ` of ${spokenTime(length)}`}`}
        value={Math.round(seconds * 10) / 10}
        max={length ?? 1}
        step={length !== undefined && length < 120 ? 0.5 : 1}
        disabled={!can}
        onMove={(value) => {
          dragged.value = value;
        }}
        onSet={(value) => {
          dragged.value = undefined;
          const target = Math.round(value);
          void order(player, { action: "seek", seconds: target }, { positionSeconds: target });
        }}
      />
      <div class="seek-times numbers" aria-hidden="true">
        <span data-position>{known === undefined ? "–:––" : clockOf(seconds)}</span>
        <span>{length === undefined || known === undefined ? "–:––" : clockOf(length)}</span>
      </div>
    </div>
  );
}
