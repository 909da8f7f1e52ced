import type { Player } from "../../../src/http/schema/player.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { Icon } from "../ui/icon.tsx";
import { momentWords } from "../ui/words.ts";

/** Name, whether it is there and since when, day or night, headphones, battery. */
export function PlayerHead({ player, alone }: { player: Player; alone: boolean }) {
  return (
    <header class="player-head">
      <div class="player-name">
        {alone ? (
          <h2 class="unseen">Now</h2>
        ) : (
          <h2 class="one-line">
            <a class="player-name-link" href={`/players/${encodeURIComponent(player.id)}`}>
              {player.name}
            </a>
          </h2>
        )}
        <span class={player.online ? "player-state player-state-online" : "player-state"}>
          {presenceWords(player)}
        </span>
      </div>
      <div class="player-signs">
        {(player.headphones || player.bluetoothHeadphones) && (
          <Sign icon="headphones" label="Headphones are connected" />
        )}
        {player.dayMode === "day" && <Sign icon="sun" label="Day mode" />}
        {player.dayMode === "night" && <Sign icon="moon" label="Night mode" />}
        <Battery player={player} />
      </div>
    </header>
  );
}

function presenceWords({ presence, online, outOfReach }: Player): string {
  if (outOfReach === "bluetooth-loudspeaker") return "Bluetooth loudspeaker";
  const since = presence.sinceMs > 0 ? ` since ${momentWords(presence.sinceMs, serverNowMs())}` : "";
  if (presence.is === "unknown") return "Not heard of yet";
  return online ? "Online" : `Offline${since}`;
}

function Sign({ icon, label }: { icon: "headphones" | "sun" | "moon"; label: string }) {
  return (
    <span class="sign" title={label}>
      <Icon name={icon} />
      <span class="unseen">{label}</span>
    </span>
  );
}

function Battery({ player: { battery } }: { player: Player }) {
  if (battery?.percent === undefined) return null;
  const percent = Math.round(battery.percent);
  const charging = battery.charging === true;
  const words = `Battery ${percent} percent${charging ? ", charging" : ""}`;
  return (
    <span class={percent <= 15 && !charging ? "sign numbers battery-low" : "sign numbers"} title={words}>
      {charging && <Icon name="bolt" />}
      <svg class="battery-box" viewBox="0 0 28 16" aria-hidden="true">
        <rect
          x="1"
          y="2"
          width="22"
          height="12"
          rx="3.5"
          fill="none"
          stroke="currentColor"
          stroke-width="1.6"
        />
        <rect x="24.5" y="6" width="2.5" height="4" rx="1.2" fill="currentColor" />
        <rect x="3.4" y="4.4" width={(17.2 * percent) / 100} height="7.2" rx="1.6" fill="currentColor" />
      </svg>
      <span aria-hidden="true">{percent}%</span>
      <span class="unseen">{words}</span>
    </span>
  );
}
