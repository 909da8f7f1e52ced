import fc from "fast-check";
import { expect, test } from "vitest";
import { coverOf } from "./cover-of.ts";
import { colourOf, drawIcon } from "./draw-icon.ts";
import { iconOf } from "./icon-of.ts";
import { emptyPixels, type Pixels } from "./pixels.ts";

/** Colours dot by dot, as rows of letters: `.` is transparent. */
const palette: Readonly<Record<string, readonly number[]>> = {
  r: [160, 0, 0, 255],
  g: [0, 160, 0, 255],
  w: [255, 255, 255, 255],
  k: [0, 0, 0, 255],
  ".": [0, 0, 0, 0],
};
function drawn(...rows: readonly string[]): Pixels {
  const pixels = emptyPixels(rows[0]?.length ?? 0, rows.length);
  pixels.rgba.set(rows.flatMap((row) => [...row].flatMap((letter) => palette[letter] ?? [])));
  return pixels;
}
const still = (pixels: Pixels) => [{ pixels, ms: 0 }];
const dot = ({ width, rgba }: Pixels, x: number, y: number) => [
  ...rgba.subarray((y * width + x) * 4, (y * width + x + 1) * 4),
];
const only = (frames: ReturnType<typeof iconOf>): Pixels => frames[0]?.pixels ?? emptyPixels(1, 1);

test("a sprite that was blown up comes back dot by dot, whatever the factor", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("r", "g", "k"), { minLength: 256, maxLength: 256 }),
      fc.integer({ min: 2, max: 9 }),
      (dots, factor) => {
        const rows = Array.from({ length: 16 }, (_, y) => dots.slice(y * 16, y * 16 + 16).join(""));
        const large = rows.flatMap((row) =>
          Array.from({ length: factor }, () => [...row].map((each) => each.repeat(factor)).join("")),
        );
        expect(only(iconOf(still(drawn(...large)))).rgba).toEqual(drawn(...rows).rgba);
      },
    ),
    { numRuns: 30 },
  );
});

test("the mean is one of light: black and white lines become a middle grey, not a dark one", () => {
  const lines = Array.from({ length: 32 }, (_, y) => (y % 2 === 0 ? "w" : "k").repeat(32));
  const [red = 0] = dot(only(iconOf(still(drawn(...lines)), { dim: false })), 5, 5);
  expect(red).toBeGreaterThan(180); // 188 in light, 128 in bytes
  expect(red).toBeLessThan(196);
});

test("what is transparent tints nothing and stays dark", () => {
  const half = Array.from({ length: 32 }, () => `${"r".repeat(16)}${".".repeat(16)}`);
  const icon = only(iconOf(still(drawn(...half)), { crop: { x: 0, y: 0, width: 1, height: 1 } }));
  expect(dot(icon, 7, 0)).toEqual([160, 0, 0, 255]);
  expect(dot(icon, 8, 0)).toEqual([0, 0, 0, 0]);
});

test("a drawing on transparent ground fills the display, a photograph gives its middle", () => {
  const small = ["........", "..rr....", "..rr....", "........"];
  expect(dot(only(iconOf(still(drawn(...small)))), 0, 0)).toEqual([160, 0, 0, 255]);
  const wide = Array.from({ length: 8 }, () => "ggggrrrrrrrrgggg");
  const icon = only(iconOf(still(drawn(...wide))));
  expect([dot(icon, 0, 0), dot(icon, 15, 15)]).toEqual([
    [160, 0, 0, 255],
    [160, 0, 0, 255],
  ]);
});

test("bright dots are turned down to two thirds, unless somebody drew the 16 × 16 dots just so", () => {
  const white = (side: number) => drawn(...Array.from({ length: side }, () => "w".repeat(side)));
  expect(dot(only(iconOf(still(white(64)))), 3, 3)).toEqual([170, 170, 170, 255]);
  expect(dot(only(iconOf(still(white(64)), { dim: false })), 3, 3)).toEqual([255, 255, 255, 255]);
  expect(dot(only(iconOf(still(white(16)))), 3, 3)).toEqual([255, 255, 255, 255]);
});

test("a long animation keeps its time with fewer frames", () => {
  const frame = { pixels: drawn("rr", "rr"), ms: 50 };
  const frames = iconOf(Array.from({ length: 250 }, () => frame));
  expect(frames.length).toBeLessThanOrEqual(100);
  expect(frames.reduce((sum, { ms }) => sum + ms, 0)).toBe(12_500);
});

test("a cover has exactly the size that was asked for, whatever comes in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (width, height) => {
      const from = drawn(...Array.from({ length: height }, () => "r".repeat(width)));
      const cover = coverOf(from, { width: 26, height: 20 });
      expect([cover.width, cover.height, dot(cover, 0, 0), dot(cover, 25, 19)]).toEqual([
        26,
        20,
        [160, 0, 0, 255],
        [160, 0, 0, 255],
      ]);
    }),
    { numRuns: 40 },
  );
});

test("numbers and letters fit on the display and differ; what we cannot draw is told", () => {
  const drawings = ["1", "7", "12", "99", "100", "A", "Ä", "AB", "ABC", "!"].map((text) => {
    const icon = drawIcon(text, colourOf(3));
    expect(icon).toBeDefined();
    return icon?.rgba.join();
  });
  expect(new Set(drawings).size).toBe(drawings.length);
  expect(drawIcon("日本", [1, 2, 3])).toBeUndefined();
  expect(drawIcon("  ", [1, 2, 3])).toBeUndefined();
});
