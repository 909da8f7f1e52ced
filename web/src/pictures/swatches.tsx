const colours = [
  ["#aa3c3c", "Red"],
  ["#aa6e28", "Orange"],
  ["#aa9628", "Yellow"],
  ["#3caa50", "Green"],
  ["#3c8caa", "Sea"],
  ["#4650aa", "Blue"],
  ["#8c46aa", "Violet"],
  ["#aa5078", "Pink"],
  ["#aaaaaa", "White"],
] as const;
/** No light: what is black and what is not there look the same on the display. */
export const dark = "#000000";

type Props = { value: string; onChange: (colour: string) => void; withDark?: boolean };

/** A few colours that shine well on the display. */
export function Swatches({ value, onChange, withDark = false }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would put a frame around a row of dots
    <div class="icon-colours" role="group" aria-label="Colour">
      {[...colours, ...(withDark ? [[dark, "No light"] as const] : [])].map(([colour, name]) => (
        <button
          key={colour}
          type="button"
          class="icon-colour"
          title={name}
          aria-label={name}
          aria-pressed={value === colour}
          style={{ "--colour": colour }}
          onClick={() => onChange(colour)}
        />
      ))}
    </div>
  );
}
