import "./chips.css";

type ChipsProps<Value extends string> = {
  /** What one chooses here, for screen readers. */
  label: string;
  choices: readonly { readonly value: Value; readonly name: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
};

/** One of a few, in a row that scrolls on a phone. */
export function Chips<Value extends string>({ label, choices, chosen, onChoose }: ChipsProps<Value>) {
  return (
    <fieldset class="chips">
      <legend class="unseen">{label}</legend>
      {choices.map(({ value, name }) => (
        <button
          key={value}
          type="button"
          class="chip-button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
