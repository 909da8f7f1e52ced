import { useEffect, useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { Alarm } from "../../../src/http/schema/player-settings.ts";
import { changeSettings, settingsOf } from "../stores/player-settings.ts";
import { showFailure } from "../stores/toasts.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Switch } from "../ui/switch.tsx";
import { AlarmSheet } from "./alarm-sheet.tsx";
import { daysWords } from "./setting-words.ts";
import { SettingsAsked } from "./settings-asked.tsx";
import "./alarms-part.css";

/** The alarms of a player: one line each, with its switch; a tap opens it. */
export function AlarmsPart({ player }: { player: Player }) {
  const { settings } = settingsOf(player.id);
  useEffect(() => void settings.load(), [settings]);
  const [open, setOpen] = useState<Alarm | "new">();
  const now = settings.value.value;
  if (now === undefined) return <SettingsAsked playerId={player.id} />;
  const add = (
    <Button look="main" icon="plus" onClick={() => setOpen("new")}>
      New alarm
    </Button>
  );
  return (
    <div class="narrow-page">
      <p class="small soft">
        An alarm plays a card until a button of the player is pressed; the player must be on.
        {now.timezone === undefined ? "" : ` Times are those of ${now.timezone}.`}
      </p>
      {now.alarms.length === 0 ? (
        <EmptyState icon="bell" title="No alarms yet" action={add}>
          Wake up with a story, or let a song say that it is time for the teeth.
        </EmptyState>
      ) : (
        <ul class="alarms">
          {now.alarms.map((alarm) => (
            <li key={alarm.id} class={alarm.enabled ? "panel alarm" : "panel alarm alarm-off"}>
              <button type="button" class="alarm-open" onClick={() => setOpen(alarm)}>
                <span class="alarm-time numbers">{alarm.time}</span>
                <span class="small soft">
                  {daysWords(alarm.days)} · {soundWords(alarm)}
                </span>
                <span class="unseen">, change this alarm</span>
              </button>
              <AlarmSwitch playerId={player.id} alarm={alarm} />
            </li>
          ))}
        </ul>
      )}
      {now.alarms.length > 0 && <div class="row">{add}</div>}
      {open && (
        <AlarmSheet
          player={player}
          alarm={open === "new" ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

function AlarmSwitch({ playerId, alarm }: { playerId: string; alarm: Alarm }) {
  const [wanted, setWanted] = useState<boolean>();
  const turn = async (enabled: boolean) => {
    setWanted(enabled);
    try {
      await changeSettings(playerId, "PATCH", `/alarms/${encodeURIComponent(alarm.id)}`, { enabled });
    } catch (thrown) {
      showFailure(thrown);
    } finally {
      setWanted(undefined);
    }
  };
  return (
    <Switch
      label={`Alarm at ${alarm.time}`}
      wordless
      on={wanted ?? alarm.enabled}
      disabled={wanted !== undefined}
      onChange={(on) => void turn(on)}
    />
  );
}

function soundWords({ soundTitle, soundCardId, volumeSteps }: Alarm): string {
  const sound = soundCardId === undefined ? "the player's own sound" : (soundTitle ?? `card ${soundCardId}`);
  return volumeSteps === undefined ? sound : `${sound}, volume ${volumeSteps} of 16`;
}
