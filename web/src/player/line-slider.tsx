import { Slider } from "../ui/slider.tsx";
import "./line-slider.css";

type LineSliderProps = {
  label: string;
  value: number;
  max: number;
  words: string;
  onChange: (value: number) => void;
};

/** A slider on a line of its own, with its name and its value in words. */
export function LineSlider({ label, value, max, words, onChange }: LineSliderProps) {
  return (
    <div class="line">
      <p class="line-head" aria-hidden="true">
        {label} <span class="line-value numbers">{words}</span>
      </p>
      <Slider label={label} valueText={words} value={value} max={max} onMove={onChange} onSet={onChange} />
    </div>
  );
}
