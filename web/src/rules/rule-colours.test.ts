import { expect, test } from "vitest";
import { colourOf, hexOf, nightColours } from "./rule-colours.ts";

test("colours come back from their text", () => {
  for (const { colour } of nightColours) expect(hexOf(colourOf(colour))).toBe(colour);
  expect(colourOf("no colour")).toEqual({ red: 0, green: 0, blue: 0 });
});
