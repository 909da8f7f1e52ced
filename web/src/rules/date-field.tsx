import { useId } from "preact/hooks";
import { FieldWrong } from "../ui/field.tsx";
import { useProblem } from "../ui/form.tsx";
import "../ui/field.css";

type DateFieldProps = {
  label: string;
  value: string;
  min: string;
  onChange: (value: string) => void;
  /** What the API calls it. */
  field?: string;
};

/** A day, `YYYY-MM-DD`, with the device's own calendar. An empty one is not passed on. */
export function DateField({ label, value, min, onChange, field }: DateFieldProps) {
  const id = useId();
  const wrong = useProblem(field, value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min}
        required
        aria-invalid={wrong !== undefined}
        {...(wrong && { "aria-describedby": `${id}-wrong` })}
        onInput={({ currentTarget }) => {
          if (currentTarget.value !== "") onChange(currentTarget.value);
        }}
      />
      <FieldWrong id={id} wrong={wrong} />
    </div>
  );
}
