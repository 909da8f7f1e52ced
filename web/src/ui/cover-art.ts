/** A scene drawn from a title: always the same for the same words. Coordinates are on a square of 100. */
export type CoverArt = {
  readonly sky: string;
  readonly orb: { readonly x: number; readonly y: number; readonly r: number; readonly colour: string };
  readonly stars: readonly { readonly x: number; readonly y: number; readonly r: number }[];
  /** From far to near; `points` are the upper edge, left to right. */
  readonly hills: readonly {
    readonly path: string;
    readonly colour: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
};

/** Sky, orb, and three grounds from far to near. */
const palettes = [
  ["#2b2a6b", "#ffd166", "#4b489c", "#353382", "#211f56"],
  ["#f6a48b", "#fff1d0", "#d96f6a", "#a94c63", "#6d3355"],
  ["#8fd3d8", "#fffbe6", "#4fae9f", "#2f8a7d", "#1d5f5d"],
  ["#3d2353", "#ff9f7a", "#6b3a76", "#51305f", "#321b45"],
  ["#ffd98a", "#fff7e3", "#f2a65a", "#d9773f", "#9c4a2c"],
  ["#12344d", "#bfe9ff", "#2a6384", "#1f4f6d", "#0c2638"],
  ["#b9c8ff", "#fff4c7", "#7d8fe0", "#5a69bd", "#3b458a"],
  ["#1e3b32", "#f4e285", "#3f7a5d", "#2d5f48", "#142a23"],
  ["#f7c9d4", "#fff3ec", "#e58fa5", "#c2647f", "#84405c"],
  ["#0f1f3d", "#ff8fa3", "#2b4a7c", "#1f3863", "#0b1730"],
  ["#cfe8b0", "#fffce0", "#94c46c", "#6a9f4a", "#3f6a33"],
  ["#5b2a3c", "#ffcf8a", "#8f4256", "#6e3247", "#43202f"],
  ["#a7d8f5", "#ffe9a8", "#6bb2de", "#4690bf", "#2a658f"],
  ["#e9dcc3", "#ff8f5a", "#c7a97b", "#9c7f56", "#695338"],
] as const;

/** Numbers that follow from a text (FNV-1a, then mulberry32). */
function chanceOf(text: string): () => number {
  let state = 0x811c9dc5;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws the scene for a title. */
export function coverArtOf(title: string): CoverArt {
  const chance = chanceOf(title.trim().toLowerCase());
  const between = (low: number, high: number) => low + chance() * (high - low);
  const [sky, orb, ...grounds] = palettes[Math.floor(chance() * palettes.length)] ?? palettes[0];
  return {
    sky,
    orb: { x: between(22, 78), y: between(20, 42), r: between(9, 15), colour: orb },
    stars: Array.from({ length: 14 }, () => ({
      x: between(3, 97),
      y: between(3, 60),
      r: between(0.4, 1),
    })),
    hills: grounds.map((colour, depth) => {
      const peaks = chance() < 0.35;
      const points = edge(48 + depth * 15, 11 - depth * 2.5, peaks ? 7 : 4, between);
      return { colour, points, path: pathAlong(points, peaks) };
    }),
  };
}

/** The upper edge of a ground: up and down around `level`. */
function edge(level: number, swing: number, steps: number, between: (low: number, high: number) => number) {
  return Array.from({ length: steps + 1 }, (_, place) => ({
    x: round((place * 100) / steps),
    y: round(level + (place % 2 === 0 ? 1 : -1) * between(swing * 0.3, swing)),
  }));
}

/** Everything below an edge, in peaks or in waves. */
function pathAlong(points: readonly { readonly x: number; readonly y: number }[], peaks: boolean): string {
  const along = points.map((point, place) => {
    const before = points[place - 1];
    if (before === undefined) return `M0 ${point.y}`;
    if (peaks) return `L${point.x} ${point.y}`;
    const middle = round((before.x + point.x) / 2);
    return `C${middle} ${before.y} ${middle} ${point.y} ${point.x} ${point.y}`;
  });
  return `${along.join("")}L100 100L0 100Z`;
}

const round = (value: number) => Math.round(value * 10) / 10;
