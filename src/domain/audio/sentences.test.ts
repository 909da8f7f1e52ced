import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCharacter } from "../../../test/any-character.ts";
import { sayings } from "./sentences.ts";

test("sentences of a paragraph are said together, and a paragraph ends with a longer pause", () => {
  expect(sayings("One fox. Two foxes!\n\nThe end.", 100)).toEqual([
    { text: "One fox. Two foxes!", pauseSeconds: 0.6 },
    { text: "The end.", pauseSeconds: 0.6 },
  ]);
});

test("what does not fit is said in another go, broken after a sentence, else at a comma", () => {
  expect(sayings("A short one. And another one, which is longer.", 30).map((each) => each.text)).toEqual([
    "A short one.",
    "And another one,",
    "which is longer.",
  ]);
});

test("a pause is as long as the text asks", () => {
  expect(sayings("Ready? [pause] Steady... [pause 2.5s] Go! [pause 900]", 100)).toEqual([
    { text: "Ready?", pauseSeconds: 1 },
    { text: "Steady...", pauseSeconds: 2.5 },
    { text: "Go!", pauseSeconds: 60 },
  ]);
});

test("markup and things nobody can say are dropped", () => {
  expect(sayings("<b>Hello</b>\u0007 there.\n\n* * *\n\n…", 100).map((each) => each.text)).toEqual([
    "Hello there.",
  ]);
});

test("whatever the text, every piece fits, holds something to say, and no word is lost", () => {
  const words = fc.array(fc.stringMatching(/^[a-zäß日0-9]{1,60}[,.!?]?$/u), { maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 5, max: 80 }), (list, most) => {
      const said = sayings(list.join(" "), most);
      for (const { text } of said) {
        expect(text.length).toBeLessThanOrEqual(most);
        expect(text).toMatch(/[\p{L}\p{N}]/u);
      }
      const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
      expect(letters(said.map((each) => each.text).join(""))).toBe(letters(list.join("")));
    }),
  );
  fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => void sayings(text, 20)));
});
