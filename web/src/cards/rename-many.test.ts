import { expect, test } from "vitest";
import { inNaturalOrder, numbered, withoutCommonStart } from "./rename-many.ts";

test("titles are numbered, and freed of what they all begin with", () => {
  expect(numbered(["a", "b"], "Part")).toEqual(["Part 1", "Part 2"]);
  expect(withoutCommonStart(["Bear hunt - The river", "Bear hunt - The forest"])).toEqual([
    "river",
    "forest",
  ]);
  expect(withoutCommonStart(["Bear 1", "Bear 2"])).toEqual(["1", "2"]);
});

test("titles that would be lost stay as they are", () => {
  expect(withoutCommonStart(["Bear ", "Bear hunt"])).toEqual(["Bear ", "Bear hunt"]);
  expect(withoutCommonStart(["Alone"])).toEqual(["Alone"]);
  expect(withoutCommonStart(["Ant", "Bee"])).toEqual(["Ant", "Bee"]);
});

test("numbers in titles are put in order as numbers", () => {
  expect(inNaturalOrder(["Part 10", "Part 2", "part 1"])).toEqual([2, 1, 0]);
});
