import type { PlayerSettings } from "../../../src/http/schema/player-settings.ts";
import { Icon } from "../ui/icon.tsx";
import { Swatches } from "../ui/swatches.tsx";
import { Switch } from "../ui/switch.tsx";
import { TimeField } from "../ui/time-field.tsx";
import { BrightnessLine } from "./brightness-line.tsx";
import { LineSlider } from "./line-slider.tsx";
import { settingName } from "./setting-words.ts";
import type { Draft } from "./use-draft.ts";

type Choices = PlayerSettings["choices"];

/** What holds by day, or by night: since when, how loud at most, which light, how bright, with or without beeps. */
export function ModeSettings(props: { mode: "day" | "night"; draft: Draft; choices: Choices }) {
  const { mode, draft, choices } = props;
  const { shown, set } = draft;
  const isDay = mode === "day";
  const steps = isDay ? shown.dayMaxVolumeSteps : shown.nightMaxVolumeSteps;
  const colour = isDay ? shown.dayColour : shown.nightColour;
  const brightness = isDay ? shown.dayBrightness : shown.nightBrightness;
  const quiet = isDay ? shown.daySoundsOff : shown.nightSoundsOff;
  const startsAt = isDay ? shown.dayStartsAt : shown.nightStartsAt;
  const name = (what: string) => settingName(`${mode}${what}`);
  return (
    <div class="mode">
      <h3>
        <Icon name={isDay ? "sun" : "moon"} /> {isDay ? "By day" : "By night"}
      </h3>
      {startsAt !== undefined && (
        <TimeField
          label={name("StartsAt")}
          value={startsAt}
          onChange={(time) => set(isDay ? { dayStartsAt: time } : { nightStartsAt: time })}
        />
      )}
      {steps !== undefined && (
        <LineSlider
          label={name("MaxVolumeSteps")}
          value={steps}
          max={16}
          words={`step ${steps} of 16`}
          onChange={(value) => set(isDay ? { dayMaxVolumeSteps: value } : { nightMaxVolumeSteps: value })}
        />
      )}
      {choices.colours.length > 0 && (
        <div class="line">
          <p class="line-head">{name("Colour")}</p>
          <Swatches
            label={name("Colour")}
            colours={choices.colours}
            value={colour}
            onChoose={(value) => set(isDay ? { dayColour: value } : { nightColour: value })}
          />
        </div>
      )}
      {brightness !== undefined && (
        <BrightnessLine
          label={name("Brightness")}
          value={brightness}
          canMeasure={choices.autoBrightness}
          onChange={(value) => set(isDay ? { dayBrightness: value } : { nightBrightness: value })}
        />
      )}
      {quiet !== undefined && (
        <Switch
          label={name("SoundsOff")}
          hint="The player's own sounds, when it is switched on or a card goes in."
          on={!quiet}
          onChange={(on) => set(isDay ? { daySoundsOff: !on } : { nightSoundsOff: !on })}
        />
      )}
    </div>
  );
}
