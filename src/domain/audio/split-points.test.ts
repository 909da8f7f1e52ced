import fc from "fast-check";
import { expect, test } from "vitest";
import { shortestPieceSeconds, splitPoints } from "./split-points.ts";

const silences = [
  { fromSeconds: 0, toSeconds: 1 },
  { fromSeconds: 55, toSeconds: 57 },
  { fromSeconds: 58, toSeconds: 58.4 },
  { fromSeconds: 100, toSeconds: 101 },
];
const known = { silences, chapterStarts: [0, 40, 90] };

test("it is cut in the middle of each silence, but not before the first sound", () => {
  expect(splitPoints(120, { by: "silence" }, known)).toEqual([56, 58.2, 100.5]);
});

test("pieces of a length end in the longest silence near it, and are never longer", () => {
  expect(splitPoints(120, { by: "length", seconds: 60 }, known)).toEqual([56, 116]);
  expect(splitPoints(120, { by: "length", seconds: 50 }, { ...known, silences: [] })).toEqual([50, 100]);
});

test("chapters and chosen points are where they are", () => {
  expect(splitPoints(120, { by: "chapters" }, known)).toEqual([40, 90]);
  expect(splitPoints(120, { by: "points", atSeconds: [90, 30, 31, 119] }, known)).toEqual([30, 90]);
});

test("whatever is asked, every piece is long enough and inside the recording", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 10_000, noNaN: true }),
      fc.array(fc.double({ noNaN: true }), { maxLength: 20 }),
      fc.double({ min: 1, max: 500, noNaN: true }),
      (seconds, atSeconds, length) => {
        for (const wish of [
          { by: "points", atSeconds } as const,
          { by: "length", seconds: length } as const,
        ]) {
          const edges = [0, ...splitPoints(seconds, wish, { silences: [], chapterStarts: [] }), seconds];
          for (const [at, edge] of edges.slice(1).entries())
            if (edges.length > 2)
              expect(edge - (edges[at] ?? 0)).toBeGreaterThanOrEqual(shortestPieceSeconds - 1e-9);
        }
      },
    ),
  );
});
