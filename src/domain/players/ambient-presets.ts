import type { PlayerFamily } from "./player-family.ts";

/** A colour by the name Yoto's app gives it. */
export type AmbientPreset = { readonly name: string; readonly colour: string };

/** Off, in Yoto's own writing. */
export const lightOff = "#0";

/**
 * The colours Yoto's app offers. The lamps of the generations differ, so the same name has another value on each; a player
 * without a lamp has none.
 */
export function ambientPresets(family: PlayerFamily): readonly AmbientPreset[] {
  if (family === "mini") return [];
  const at = family === "v3" ? 0 : 1;
  return presets.map(([name, ...colours]) => ({ name, colour: colours[at] ?? lightOff }));
}

const presets: readonly (readonly [name: string, v3: string, older: string])[] = [
  ["Orange peel", "#ff8c00", "#ff3900"],
  ["Tambourine red", "#ff0000", "#ff0000"],
  ["Lilac", "#f57399", "#f72a69"],
  ["Apple green", "#e6ff00", "#9eff00"],
  ["Bumblebee yellow", "#ffb800", "#ff8500"],
  ["Sky blue", "#40bfd9", "#41c0f0"],
  ["White", "#ffffff", "#ffffff"],
  ["Off", lightOff, lightOff],
];
