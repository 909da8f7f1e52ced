import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { Icon } from "../ui/icon.tsx";
import { Slider } from "../ui/slider.tsx";

const settleMs = 160;

/** Volume in percent; the mark is the cap that holds now, and the slider does not go beyond it. */
export function VolumeControl({ player }: { player: Player }) {
  const { volume, online } = player;
  const moved = useSignal<number | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (volume === undefined) return null;
  const percent = moved.value ?? volume.percent;
  const capped = volume.maxPercent < 100;
  const send = (value: number, isLetGo: boolean) => {
    clearTimeout(timer.current);
    moved.value = value;
    timer.current = setTimeout(() => {
      if (isLetGo) moved.value = undefined;
      void order(player, { action: "volume", percent: value }, { percent: value });
    }, settleMs);
  };
  return (
    <div class="volume">
      <Icon name={percent === 0 ? "volume-off" : "volume"} />
      <Slider
        label={`Volume of ${player.name}`}
        valueText={`${percent} percent${capped ? `, at most ${volume.maxPercent} now` : ""}`}
        value={percent}
        max={100}
        cap={volume.maxPercent}
        disabled={!online}
        onMove={(value) => send(value, false)}
        onSet={(value) => send(value, true)}
      />
      <span class="volume-value numbers" aria-hidden="true">
        <span data-volume>{percent}%</span>
        {capped && <span class="volume-cap">max {volume.maxPercent}%</span>}
      </span>
    </div>
  );
}
