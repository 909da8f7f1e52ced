import type { ComponentChildren } from "preact";
import "./switch.css";

type SwitchProps = {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
  /** Only the screen reader needs the words; they stand beside it already. */
  wordless?: boolean;
};

/** Something that is on or off; the whole line takes the finger. */
export function Switch({ label, on, onChange, hint, disabled = false, wordless = false }: SwitchProps) {
  return (
    <label class="switch">
      <span class={wordless ? "unseen" : "switch-words"}>
        <span>{label}</span>
        {hint && <span class="small soft">{hint}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
