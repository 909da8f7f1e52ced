import fc from "fast-check";
import { expect, test } from "vitest";
import { layOut } from "./map-layout.ts";

const passage = (name: string, ...to: string[]) => ({ name, choices: to.map((each) => ({ to: each })) });

test("a story goes downwards from its beginning, the left choice to the left", () => {
  const { nodes, ways, layers } = layOut([
    passage("Wood", "Cave", "Home"),
    passage("Home"),
    passage("Cave", "Treasure", "Wood"),
    passage("Treasure"),
  ]);
  const at = (name: string) => nodes.find((each) => each.name === name);
  expect([at("Wood")?.layer, at("Cave")?.layer, at("Home")?.layer, at("Treasure")?.layer]).toEqual([
    0, 1, 1, 2,
  ]);
  expect(at("Cave")?.x).toBeLessThan(at("Home")?.x ?? 0);
  expect(at("Wood")?.x).toBeCloseTo(((at("Cave")?.x ?? 0) + (at("Home")?.x ?? 0)) / 2);
  expect(layers).toBe(3);
  expect(ways.filter(({ isBack }) => isBack).map(({ from, to }) => `${from.name} ${to.name}`)).toEqual([
    "Cave Wood",
  ]);
});

test("a place nobody wrote stands in the map, and passages nobody reaches stand below the others", () => {
  const { nodes } = layOut([passage("A", "B"), passage("C", "A")]);
  expect(nodes.find(({ name }) => name === "B")).toMatchObject({ isMissing: true, isLost: false });
  expect(nodes.find(({ name }) => name === "C")).toMatchObject({ isMissing: false, isLost: true, layer: 2 });
});

test("of any story every passage is drawn once, none over another, and ways that lead on lead one layer down", () => {
  const names = fc.constantFrom(..."abcdefghijklm");
  const stories = fc.uniqueArray(fc.record({ name: names, choices: fc.array(fc.record({ to: names })) }), {
    selector: ({ name }) => name,
  });
  fc.assert(
    fc.property(stories, (story) => {
      const { nodes, ways, width } = layOut(story);
      const all = new Set(story.flatMap(({ name, choices }) => [name, ...choices.map(({ to }) => to)]));
      expect(nodes.map(({ name }) => name).sort()).toEqual([...all].sort());
      expect(ways.length).toBe(story.reduce((sum, { choices }) => sum + choices.length, 0));
      for (const { from, to, isBack } of ways) if (!isBack) expect(to.layer - from.layer).toBe(1);
      for (const one of nodes) {
        expect(one.x).toBeGreaterThan(-1e-6);
        expect(one.x).toBeLessThan(width - 1 + 1e-6);
        for (const other of nodes)
          if (one !== other && one.layer === other.layer)
            expect(Math.abs(one.x - other.x)).toBeGreaterThan(1 - 1e-6);
      }
    }),
  );
});
