import { iconSide } from "./icon-of.ts";
import { drawLetters, type Letters, smallLetters, tallLetters } from "./pixel-letters.ts";
import { emptyPixels, type Pixels } from "./pixels.ts";

/** Red, green and blue, 0–255. */
export type Colour = readonly [number, number, number];

/** How many letters or digits fit on an icon. */
const mostLetters = 3;

/** A number or a few letters as an icon, as large as they fit. `undefined`: there is nothing in it that we can draw. */
export function drawIcon(text: string, colour: Colour): Pixels | undefined {
  const wanted = text.trim();
  const tall = tallLetters(wanted);
  const letters = tall.glyphs.length > 2 ? smallLetters(wanted) : withoutMargins(tall);
  const count = Math.min(mostLetters, letters.glyphs.length);
  if (count === 0 || letters.glyphs.every((rows) => rows.every((row) => row.length === 0))) return undefined;
  const pixels = emptyPixels(iconSide, iconSide);
  const across = count === 1 ? 2 : 1;
  const width = (count * (letters.width + 1) - 1) * across;
  const down = Math.max(1, Math.min(2, Math.floor(iconSide / letters.height)));
  const shown = { ...letters, glyphs: letters.glyphs.slice(0, count) };
  const x = (iconSide - width) >> 1;
  drawLetters(pixels, shown, { x, y: (iconSide - letters.height * down) >> 1, across, down }, colour);
  return pixels;
}

/** A colour for the n-th of many, far from its neighbours', at the brightness of Yoto's own icons. */
export function colourOf(number: number): Colour {
  const hue = (number * 137.508) % 360;
  const channel = (shift: number) => {
    const place = (shift + hue / 30) % 12;
    const share = 0.6 - 0.4 * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(Math.min(1, share) * 170);
  };
  return [channel(0), channel(8), channel(4)];
}

/** Rows that no letter uses are no reason to be small. */
function withoutMargins(letters: Letters): Letters {
  const used = (row: number) => letters.glyphs.some((rows) => (rows[row] ?? []).length > 0);
  const top = used(0) || used(1) ? 0 : 2;
  const bottom = used(9) || used(10) ? 11 : 9;
  return { ...letters, height: bottom - top, glyphs: letters.glyphs.map((rows) => rows.slice(top, bottom)) };
}
