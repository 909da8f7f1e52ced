import { Switch } from "../ui/switch.tsx";
import { LineSlider } from "./line-slider.tsx";
import { valueWords } from "./setting-words.ts";

type BrightnessLineProps = {
  label: string;
  value: "auto" | number;
  /** The player measures the light of the room; without, "by itself" is only shown where it is set. */
  canMeasure: boolean;
  onChange: (value: "auto" | number) => void;
};

/** How bright the display is: by itself, or a percentage. */
export function BrightnessLine({ label, value, canMeasure, onChange }: BrightnessLineProps) {
  const auto = value === "auto";
  return (
    <div class="line">
      {!auto && (
        <LineSlider
          label={label}
          value={value}
          max={100}
          words={valueWords("brightness", value)}
          onChange={onChange}
        />
      )}
      {(canMeasure || auto) && (
        <Switch
          label={`${label}: automatic`}
          hint={
            canMeasure ? "Follows the light of the room." : "Set elsewhere; this player has no light sensor."
          }
          on={auto}
          onChange={(on) => onChange(on ? "auto" : 60)}
        />
      )}
    </div>
  );
}
