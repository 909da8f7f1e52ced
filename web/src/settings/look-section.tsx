import { type Theme, theme } from "../stores/theme.ts";
import { Segments } from "../ui/segments.tsx";

const looks: readonly { value: Theme; name: string }[] = [
  { value: "system", name: "Device" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

/** Light or dark, on this device. */
export function LookSection() {
  return (
    <section class="panel" aria-labelledby="look-title">
      <div class="panel-words">
        <h2 id="look-title">Light or dark</h2>
        <p class="small soft">On this device.</p>
      </div>
      <Segments
        label="Light or dark"
        value={theme.value}
        choices={looks}
        onChange={(look) => {
          theme.value = look;
        }}
      />
    </section>
  );
}
