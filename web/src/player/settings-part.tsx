import { useEffect } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { PlayerSettings } from "../../../src/http/schema/player-settings.ts";
import { settingsOf } from "../stores/player-settings.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Segments } from "../ui/segments.tsx";
import { Switch } from "../ui/switch.tsx";
import { BrightnessLine } from "./brightness-line.tsx";
import { ModeSettings } from "./mode-settings.tsx";
import { durationWords, settingName } from "./setting-words.ts";
import { SettingsAsked } from "./settings-asked.tsx";
import { type Draft, useDraft } from "./use-draft.ts";
import "./settings-part.css";

/** What can be set on a player, in a parent's words; saved together, and taken back together. */
export function SettingsPart({ player }: { player: Player }) {
  const { settings } = settingsOf(player.id);
  useEffect(() => void settings.load(), [settings]);
  const now = settings.value.value;
  return now === undefined ? (
    <SettingsAsked playerId={player.id} />
  ) : (
    <SettingsForm key={player.id} player={player} now={now} />
  );
}

function SettingsForm({ player, now }: { player: Player; now: PlayerSettings }) {
  const draft = useDraft(player.id, now);
  const { shown, set } = draft;
  const zone = now.timezone === undefined ? "" : ` Times are those of ${now.timezone}.`;
  return (
    <form
      class="columns"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void draft.save();
      }}
    >
      <section class="panel settings-wide" aria-labelledby="modes-title">
        <div class="panel-words">
          <h2 id="modes-title">Day and night</h2>
          <p class="small soft">The player changes over by itself.{zone}</p>
        </div>
        <div class="mode-columns">
          <ModeSettings mode="day" draft={draft} choices={now.choices} />
          <ModeSettings mode="night" draft={draft} choices={now.choices} />
        </div>
      </section>
      <div class="column">
        <section class="panel" aria-labelledby="name-title">
          <h2 id="name-title">Name</h2>
          <Field
            label="What the player is called"
            value={shown.name}
            maxLength={50}
            wrong={shown.name.trim() === "" ? "A player needs a name." : undefined}
            onInput={(name) => set({ name })}
          />
        </section>
        <ClockSection draft={draft} now={now} />
      </div>
      <div class="column">
        <section class="panel" aria-labelledby="sound-title">
          <h2 id="sound-title">Sound</h2>
          <Flag draft={draft} name="headphonesVolumeLimited" hint="Headphones are never loud." />
          <Flag draft={draft} name="repeatAll" />
        </section>
        <section class="panel" aria-labelledby="behaviour-title">
          <h2 id="behaviour-title">Buttons and power</h2>
          <Flag draft={draft} name="powerButtonPauses" hint="Held longer, it switches off." />
          <Flag draft={draft} name="volumeDownPauses" hint="And turning it up goes on." />
          <Duration
            draft={draft}
            name="shutdownAfterSeconds"
            choices={[300, 600, 900, 1800, 3600, 7200, 14_400, 28_800]}
          />
        </section>
        <section class="panel" aria-labelledby="wireless-title">
          <h2 id="wireless-title">Bluetooth</h2>
          <Flag draft={draft} name="bluetoothEnabled" />
          <Flag draft={draft} name="bluetoothHeadphonesEnabled" />
        </section>
      </div>
      <SaveBar draft={draft} />
    </form>
  );
}

function ClockSection({ draft, now }: { draft: Draft; now: PlayerSettings }) {
  const { shown, set } = draft;
  return (
    <section class="panel" aria-labelledby="clock-title">
      <h2 id="clock-title">Clock and display</h2>
      {shown.hourFormat !== undefined && (
        <Segments
          label="Clock"
          labelled
          value={shown.hourFormat}
          choices={[
            { value: "12", name: "12 hours" },
            { value: "24", name: "24 hours" },
          ]}
          onChange={(hourFormat) => set({ hourFormat })}
        />
      )}
      {shown.clockFace !== undefined && now.choices.clockFaces.length > 1 && (
        <ChoiceField
          label={settingName("clockFace")}
          value={shown.clockFace}
          choices={now.choices.clockFaces.map((face) => ({ value: face, name: face.replaceAll("-", " ") }))}
          onChange={(clockFace) => set({ clockFace })}
        />
      )}
      <Duration draft={draft} name="dimAfterSeconds" choices={[0, 10, 30, 60, 120, 300, 600]} />
      {shown.dimBrightness !== undefined && (
        <BrightnessLine
          label={settingName("dimBrightness")}
          value={shown.dimBrightness}
          canMeasure={now.choices.autoBrightness}
          onChange={(dimBrightness) => set({ dimBrightness })}
        />
      )}
    </section>
  );
}

type FlagName =
  | "headphonesVolumeLimited"
  | "repeatAll"
  | "powerButtonPauses"
  | "volumeDownPauses"
  | "bluetoothEnabled"
  | "bluetoothHeadphonesEnabled";

/** Absent where Yoto does not tell it. */
function Flag({ draft, name, hint }: { draft: Draft; name: FlagName; hint?: string }) {
  const on = draft.shown[name];
  if (on === undefined) return null;
  return (
    <Switch
      label={settingName(name)}
      hint={hint}
      on={on}
      onChange={(value) => draft.set({ [name]: value })}
    />
  );
}

type DurationProps = {
  draft: Draft;
  name: "shutdownAfterSeconds" | "dimAfterSeconds";
  choices: readonly number[];
};

function Duration({ draft, name, choices }: DurationProps) {
  const seconds = draft.shown[name];
  if (seconds === undefined) return null;
  const offered = [...new Set([...choices, seconds])].toSorted((a, b) => a - b);
  return (
    <ChoiceField
      label={settingName(name)}
      value={String(seconds)}
      choices={offered.map((each) => ({ value: String(each), name: durationWords(each) }))}
      onChange={(value) => draft.set({ [name]: Number(value) })}
    />
  );
}

function SaveBar({ draft }: { draft: Draft }) {
  const { count, busy, failure, drop } = draft;
  if (count === 0 && !busy) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look and nothing else
    <div class="save-bar" role="group" aria-label="Changes that are not saved yet">
      {failure === undefined ? (
        <p class="small soft">{busy ? "Writing it to Yoto …" : `${count} changed, not saved yet`}</p>
      ) : (
        <FailureBanner failure={failure} />
      )}
      <div class="row">
        <Button look="quiet" disabled={busy} onClick={drop}>
          Discard
        </Button>
        <Button type="submit" look="main" icon="check" busy={busy} disabled={draft.shown.name.trim() === ""}>
          Save
        </Button>
      </div>
    </div>
  );
}
