import { expect, test } from "vitest";
import { matchIcons } from "./match-icons.ts";

const icon = (title: string, ...tags: readonly string[]) => ({ id: title, title, tags });
const icons = [
  icon("Moon", "night", "sky"),
  icon("Star", "night", "sky"),
  icon("Cat", "animal", "pet"),
  icon("Dog", "animal", "pet"),
  icon("Brown bear", "animal", "forest"),
  icon("Steam train", "vehicle"),
  icon("Birthday cake", "party"),
];
const best = (...titles: readonly string[]) => matchIcons(icons, titles).map(([first]) => first?.id);

test("a title finds its icon by a word, in the plural too", () => {
  expect(best("The three bears", "Trains!", "A cat called Moses")).toEqual([
    "Brown bear",
    "Steam train",
    "Cat",
  ]);
});

test("words of childhood in other languages are understood, also inside longer ones", () => {
  expect(best("Der Mond ist aufgegangen", "Le petit chat", "Geburtstagskuchen", "La stella")).toEqual([
    "Moon",
    "Cat",
    "Birthday cake",
    "Star",
  ]);
});

test("chapters of one card get different icons where several fit", () => {
  expect(new Set(best("Night one", "Night two"))).toEqual(new Set(["Moon", "Star"]));
});

test("nothing is better than something wrong", () => {
  expect(best("Chapter 4", "Überraschung", "")).toEqual([undefined, undefined, undefined]);
});

test("the word that fitted is told", () => {
  expect(matchIcons(icons, ["Gute Nacht, Hund"])[0]?.[0]).toMatchObject({ id: "Dog", because: "hund" });
});
