import { useHeld } from "./use-held.ts";
import "./slider.css";

type SliderProps = {
  label: string;
  /** What a screen reader says for the value: "1 minute 20 of 4 minutes". */
  valueText: string;
  value: number;
  max: number;
  step?: number;
  /** Nothing beyond this is taken; drawn as a mark. */
  cap?: number | undefined;
  disabled?: boolean;
  /** On every move, for the screen. */
  onMove: (value: number) => void;
  /** When the hand lets go, or a key was pressed. */
  onSet: (value: number) => void;
};

/** A labelled slider that moves under the finger, stays there whatever `value` becomes meanwhile, and reports where it was let go. */
export function Slider({
  label,
  valueText,
  value,
  max,
  step = 1,
  cap,
  disabled = false,
  onMove,
  onSet,
}: SliderProps) {
  const upTo = (input: HTMLInputElement) => {
    const wanted = Number(input.value);
    const taken = cap === undefined ? wanted : Math.min(wanted, cap);
    if (taken !== wanted) input.value = String(taken);
    return taken;
  };
  const { shown, hold, letGo } = useHeld(value, onSet);
  const share = max > 0 ? Math.min(1, shown / max) : 0;
  return (
    <div
      class={disabled ? "slider slider-off" : "slider"}
      style={{ "--share": share, "--cap": cap === undefined ? 1 : cap / max }}
    >
      {cap !== undefined && cap < max && <span class="slider-cap" aria-hidden="true" />}
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={shown}
        disabled={disabled}
        aria-label={label}
        aria-valuetext={valueText}
        onInput={({ currentTarget }) => {
          const taken = upTo(currentTarget);
          hold(taken);
          onMove(taken);
        }}
        onChange={letGo}
        onPointerUp={letGo}
        onBlur={letGo}
      />
    </div>
  );
}
