import { useId } from "preact/hooks";
import "./field.css";
import "./segments.css";

type SegmentsProps<Value extends string> = {
  label: string;
  /** The label stands above, where what goes before does not say what is chosen here. */
  labelled?: boolean;
  value: Value | undefined;
  choices: readonly { readonly value: Value; readonly name: string }[];
  onChange: (value: Value) => void;
};

/** One of a few, side by side. */
export function Segments<Value extends string>({
  label,
  labelled = false,
  value,
  choices,
  onChange,
}: SegmentsProps<Value>) {
  const name = useId();
  const segments = (
    <fieldset class="segments" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} class="segment">
          <input
            type="radio"
            class="unseen"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.name}
        </label>
      ))}
    </fieldset>
  );
  if (!labelled) return segments;
  return (
    <div class="segments-place">
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      {segments}
    </div>
  );
}
