import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { IconButton } from "../ui/button.tsx";

/** Volume as the knob counts it: one step down, one step up, and the cap that holds now. */
export function VolumeSteps({ player }: { player: Player }) {
  const { volume, online } = player;
  if (volume === undefined) return null;
  const { steps, maxSteps } = volume;
  const turn = (by: number) => void order(player, { action: "volume", by });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look and nothing else
    <div class="volume-steps" role="group" aria-label={`Volume of ${player.name} in steps`}>
      <IconButton
        icon="minus"
        label="One step quieter"
        look="plain"
        disabled={!online || steps === 0}
        onClick={() => turn(-1)}
      />
      <span class="small soft numbers">
        Step {steps} of 16{maxSteps < 16 ? `, at most ${maxSteps} now` : ""}
      </span>
      <IconButton
        icon="plus"
        label="One step louder"
        look="plain"
        disabled={!online || steps >= maxSteps}
        onClick={() => turn(1)}
      />
    </div>
  );
}
