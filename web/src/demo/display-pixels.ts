import { coverArtOf } from "../ui/cover-art.ts";

/** Sixteen rows of sixteen colours; `undefined` is dark. */
export type Pixels = readonly (string | undefined)[];

const side = 16;
type Paint = (x: number, y: number) => string | undefined;
const draw = (paint: Paint): Pixels =>
  Array.from({ length: side * side }, (_, place) => paint(place % side, Math.floor(place / side)));

/** Nothing: switched off. */
export const darkPixels: Pixels = draw(() => undefined);

/** The card's picture as sixteen by sixteen lamps; `dim` while paused, with the two bars over it. */
export function cardPixels(title: string, paused: boolean): Pixels {
  const art = coverArtOf(title);
  return draw((x, y) => {
    if (paused && y >= 4 && y <= 11 && (x === 5 || x === 6 || x === 9 || x === 10)) return "#ffffff";
    const [atX, atY] = [(x + 0.5) * 6.25, (y + 0.5) * 6.25];
    for (const hill of art.hills.toReversed())
      if (atY >= heightAt(hill.points, atX)) return shade(hill.colour, paused);
    const distance = Math.hypot(atX - art.orb.x, atY - art.orb.y);
    if (distance <= art.orb.r * 1.1) return shade(art.orb.colour, paused);
    const star = art.stars.some(
      (each) => Math.floor(each.x / 6.25) === x && Math.floor(each.y / 6.25) === y && each.r > 0.6,
    );
    return shade(star ? art.orb.colour : art.sky, paused);
  });
}

/** How loud: a staircase with the steps that are on. */
export function volumePixels(steps: number, cap: number): Pixels {
  return draw((x, y) => {
    if (y < 15 - x * 0.8 || y > 14) return undefined;
    if (x < steps) return "#ff8a3d";
    return x < cap ? "#3a3a44" : undefined;
  });
}

/** Three dots, for a box that starts or asks for a card. */
export function waitingPixels(): Pixels {
  return draw((x, y) =>
    (x % 5 === 2 || x % 5 === 3) && x > 0 && (y === 7 || y === 8) ? "#8fd3ff" : undefined,
  );
}

/** A sun by day, a moon by night: nothing is in the slot. */
export function idlePixels(night: boolean): Pixels {
  return draw((x, y) => {
    const distance = Math.hypot(x - 7.5, y - 7.5);
    if (night) return distance < 5.2 && Math.hypot(x - 10.2, y - 5.8) > 4.4 ? "#ffe08a" : undefined;
    if (distance < 3.7) return "#ffc53d";
    const ray =
      distance > 4.9 &&
      distance < 7 &&
      (Math.abs(x - 7.5) < 1 || Math.abs(y - 7.5) < 1 || x === y || x + y === 15);
    return ray ? "#ff9d2e" : undefined;
  });
}

/** The upper edge of a hill at `x`, between the points it was drawn through. */
function heightAt(points: readonly { readonly x: number; readonly y: number }[], x: number): number {
  const next = points.findIndex((point) => point.x >= x);
  const [a, b] = [points[next - 1], points[next]];
  if (a === undefined || b === undefined) return b?.y ?? 100;
  const share = (x - a.x) / (b.x - a.x);
  return a.y + (b.y - a.y) * share * share * (3 - 2 * share);
}

/** A colour at a third of its light, when asked. */
function shade(colour: string, dim: boolean): string {
  if (!dim) return colour;
  const part = (from: number) =>
    Math.round(Number.parseInt(colour.slice(from, from + 2), 16) * 0.35)
      .toString(16)
      .padStart(2, "0");
  return `#${part(1)}${part(3)}${part(5)}`;
}
