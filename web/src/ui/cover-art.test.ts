import { expect, test } from "vitest";
import { coverArtOf } from "./cover-art.ts";

test("the same title always gets the same picture, whatever its case", () => {
  expect(coverArtOf("The Owl ")).toEqual(coverArtOf("the owl"));
});

test("different titles get different pictures", () => {
  const pictures = ["Owl", "Bear", "Rain", "Lighthouse", "", "🦉"].map((title) =>
    JSON.stringify(coverArtOf(title)),
  );
  expect(new Set(pictures).size).toBe(pictures.length);
});

test("a picture has no numbers that an SVG cannot draw", () => {
  const text = JSON.stringify(coverArtOf("A title"));
  expect(text).not.toContain("NaN");
  expect(text).not.toContain("null");
});
