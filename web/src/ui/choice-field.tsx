import { useId, useMemo } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { useSame } from "./use-same.ts";
import "./field.css";

type ChoiceFieldProps = {
  label: string;
  value: string;
  choices: readonly { readonly value: string; readonly name: string }[];
  onChange: (value: string) => void;
};

/** One of many, from the device's own list. */
export function ChoiceField({ label, value, choices, onChange }: ChoiceFieldProps) {
  const id = useId();
  const offered = useSame(choices);
  // Hundreds of them, for the passages of a large story or the time zones: drawn anew only when they are others.
  const options = useMemo(
    () =>
      offered.map((choice) => (
        <option key={choice.value} value={choice.value} selected={choice.value === value}>
          {choice.name}
        </option>
      )),
    [offered, value],
  );
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="select-place">
        <select
          id={id}
          class="select"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options}
        </select>
        <Icon name="down" />
      </div>
    </div>
  );
}
