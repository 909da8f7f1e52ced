import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { order } from "../stores/orders.ts";
import { settingsOf } from "../stores/player-settings.ts";
import { Swatches } from "../ui/swatches.tsx";

/** The lamp behind the player, until day or night changes it again. */
export function LightSection({ player }: { player: Player }) {
  const { settings } = settingsOf(player.id);
  const chosen = useSignal<string | undefined>(undefined);
  useEffect(settings.need, [settings]);
  const colours = settings.value.value?.choices.colours ?? [];
  const choose = (colour: string) => {
    chosen.value = colour;
    void order(player, { action: "ambient-light", ...partsOf(colour) });
  };
  return (
    <section class="panel" aria-labelledby="light-title">
      <div class="panel-words">
        <h2 id="light-title">Light</h2>
        <p class="small soft">Stays until day or night begins. To keep a colour, choose it under Settings.</p>
      </div>
      <Swatches
        label="Light"
        colours={colours}
        value={chosen.value}
        disabled={!player.online}
        onChoose={choose}
      />
    </section>
  );
}

function partsOf(colour: string) {
  const value = colour === "off" ? 0 : Number.parseInt(colour.slice(1), 16);
  return { red: (value >> 16) & 255, green: (value >> 8) & 255, blue: value & 255 };
}
