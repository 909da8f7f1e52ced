import { useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { PlayCardSheet } from "../players/play-card-sheet.tsx";
import { PlayerCard } from "../players/player-card.tsx";
import { ProbeSection } from "../probe/probe-section.tsx";
import { BluetoothSection } from "./bluetooth-section.tsx";
import { DisplaySection } from "./display-section.tsx";
import { LightSection } from "./light-section.tsx";
import { PlaceSection } from "./place-section.tsx";
import { RestartSection } from "./restart-section.tsx";

/** Everything one may ask of a player now. What its kind cannot do is not there; what it cannot do now is off. */
export function ControlsPart({ player }: { player: Player }) {
  const [choosing, setChoosing] = useState(false);
  return (
    <div class="columns">
      <div class="column">
        <PlayerCard player={player} alone onChooseCard={() => setChoosing(true)} />
        <PlaceSection player={player} />
        <RestartSection player={player} />
      </div>
      <div class="column">
        {player.capabilities.ambientLight && <LightSection player={player} />}
        <DisplaySection player={player} />
        <BluetoothSection player={player} />
        <ProbeSection player={player} />
      </div>
      {choosing && <PlayCardSheet player={player} onClose={() => setChoosing(false)} />}
    </div>
  );
}
