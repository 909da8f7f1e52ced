import { useId } from "preact/hooks";
import "../ui/field.css";

type DateFieldProps = { label: string; value: string; min: string; onChange: (value: string) => void };

/** A day, `YYYY-MM-DD`, with the device's own calendar. An empty one is not passed on. */
export function DateField({ label, value, min, onChange }: DateFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min}
        required
        onInput={({ currentTarget }) => {
          if (currentTarget.value !== "") onChange(currentTarget.value);
        }}
      />
    </div>
  );
}
