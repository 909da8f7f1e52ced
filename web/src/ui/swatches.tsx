import { Icon } from "./icon.tsx";
import { useHeld } from "./use-held.ts";
import "./swatches.css";

type SwatchesProps = {
  label: string;
  colours: readonly { readonly name: string; readonly colour: string }[];
  /** `#rrggbb` or `off`, if one is chosen. */
  value: string | undefined;
  disabled?: boolean;
  /** Only these, no other colour. */
  only?: boolean;
  onChoose: (colour: string) => void;
};

/** Colours to choose from by name, and any other. */
export function Swatches({ label, colours, value, disabled = false, only = false, onChoose }: SwatchesProps) {
  const other = useHeld(value?.startsWith("#") ? value : "#ff8c00", onChoose);
  const own = value !== undefined && value !== "off" && !colours.some(({ colour }) => colour === value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look and nothing else
    <div class="swatches" role="group" aria-label={label}>
      {colours.map(({ name, colour }) => (
        <button
          key={name}
          type="button"
          class="swatch"
          style={colour === "off" ? {} : { "--swatch": colour }}
          aria-pressed={colour === value}
          aria-label={name}
          title={name}
          disabled={disabled}
          onClick={() => onChoose(colour)}
        >
          {colour === "off" && <Icon name="power" />}
        </button>
      ))}
      {!only && (
        <span class={own ? "swatch" : "swatch swatch-own"} style={own ? { "--swatch": value } : {}}>
          <input
            type="color"
            aria-label={`${label}: another colour`}
            title="Another colour"
            value={other.shown}
            disabled={disabled}
            onInput={(event) => other.hold(event.currentTarget.value)}
            onChange={other.letGo}
          />
        </span>
      )}
    </div>
  );
}
