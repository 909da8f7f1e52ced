import { expect, test } from "vitest";
import { hasWords } from "./has-words.ts";

const item = { title: "Der Bär und die Eule", originalName: "baer-01.mp3", tags: ["bedtime"] };

test("all words must be there, in any order, whatever their accents and case", () => {
  expect(hasWords(item, "EULE bar")).toBe(true);
  expect(hasWords(item, "bedtime")).toBe(true);
  expect(hasWords(item, "eule whale")).toBe(false);
});
