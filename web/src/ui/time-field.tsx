import { useId } from "preact/hooks";
import "./field.css";

/** A time of day, `HH:MM`, with the device's own dial. An empty one is not passed on. */
export function TimeField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="time"
        value={props.value}
        required
        onInput={({ currentTarget: { value } }) => {
          if (value !== "") props.onChange(value.slice(0, 5));
        }}
      />
    </div>
  );
}
