import { expect, test } from "vitest";
import { nameOfAll } from "./name-of-all.ts";

const titled = (...titles: string[]) => titles.map((title) => ({ title }));

test("a card of one album is called as the album is", () => {
  expect(nameOfAll(titled("One", "Two").map((each) => ({ ...each, album: "The sea" })))).toBe("The sea");
});

test("without an album it is called by the words that all titles begin with", () => {
  expect(nameOfAll(titled("The owl - Chapter 1", "The owl - Chapter 2"))).toBe("The owl");
  expect(nameOfAll(titled("Frog - Toad – The letter", "Frog - Toad – The garden"))).toBe("Frog - Toad");
  expect(nameOfAll(titled("The owl - 1", "The owl - 2"))).toBe("The owl");
});

test("where titles have nothing in common the first one names it", () => {
  expect(nameOfAll(titled("01 Owl", "02 Bear"))).toBe("01 Owl");
  expect(nameOfAll(titled("A song", "A dance"))).toBe("A song");
});

test("one recording names its card, whatever album it is from", () => {
  expect(nameOfAll([{ title: "Owl", album: "The sea" }])).toBe("Owl");
});
