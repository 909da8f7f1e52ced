import { useMemo } from "preact/hooks";
import type { Pixels } from "./display-pixels.ts";
import "./pixel-display.css";

/** The sixteen by sixteen lamps behind the front of a box; `label` says what they show. */
export function PixelDisplay({ pixels, label }: { pixels: Pixels; label: string }) {
  const paths = useMemo(() => pathsByColour(pixels), [pixels]);
  return (
    <svg class="pixel-display" viewBox="-0.6 -0.6 17.2 17.2" role="img" aria-label={label}>
      <rect class="pixel-ground" x="-0.6" y="-0.6" width="17.2" height="17.2" rx="1.4" />
      {[...paths].map(([colour, path]) => (
        <path key={colour} d={path} fill={colour} />
      ))}
    </svg>
  );
}

function pathsByColour(pixels: Pixels): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  pixels.forEach((colour, place) => {
    if (colour === undefined) return;
    const lamp = `M${(place % 16) + 0.06} ${Math.floor(place / 16) + 0.06}h.88v.88h-.88z`;
    paths.set(colour, (paths.get(colour) ?? "") + lamp);
  });
  return paths;
}
