import { useId } from "preact/hooks";
import { FieldWrong } from "./field.tsx";
import { useProblem } from "./form.tsx";
import "./field.css";

type TimeFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What the API calls it. */
  field?: string;
};

/** A time of day, `HH:MM`, with the device's own dial. An empty one is not passed on. */
export function TimeField(props: TimeFieldProps) {
  const id = useId();
  const wrong = useProblem(props.field, props.value);
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="time"
        value={props.value}
        required
        aria-invalid={wrong !== undefined}
        {...(wrong && { "aria-describedby": `${id}-wrong` })}
        onInput={({ currentTarget: { value } }) => {
          if (value !== "") props.onChange(value.slice(0, 5));
        }}
      />
      <FieldWrong id={id} wrong={wrong} />
    </div>
  );
}
