import { type Theme, theme } from "../stores/theme.ts";

const looks: readonly { value: Theme; name: string }[] = [
  { value: "system", name: "Device" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

/** Light or dark, on this device. */
export function LookSection() {
  return (
    <section class="panel" aria-labelledby="look-title">
      <h2 id="look-title">Look</h2>
      <fieldset class="looks" aria-labelledby="look-title">
        {looks.map(({ value, name }) => (
          <label key={value} class="look">
            <input
              type="radio"
              name="look"
              class="unseen"
              checked={theme.value === value}
              onChange={() => {
                theme.value = value;
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
    </section>
  );
}
