import fc from "fast-check";
import { expect, test } from "vitest";
import { scriptParts, speakersIn } from "./script.ts";

const play = `Once there was a wolf.

Wolf: Little pig, let me in!
I am so hungry.
First Pig: Not by the hair of my chin.

So he huffed. Note: he was strong.`;

test("whoever stands before a colon at the beginning of a line speaks", () => {
  expect(speakersIn(play)).toEqual(["Wolf", "First Pig"]);
});

test("a speaker speaks until the next one or an empty line, and the narrator has the rest", () => {
  expect(scriptParts(play, ["Wolf", "First Pig"])).toEqual([
    { text: "Once there was a wolf.\n" },
    { speaker: "Wolf", text: "Little pig, let me in!\nI am so hungry." },
    { speaker: "First Pig", text: "Not by the hair of my chin." },
    { text: "So he huffed. Note: he was strong." },
  ]);
});

test("a name that nobody gave a voice is read out as text", () => {
  expect(scriptParts("Wolf: Hello.", [])).toEqual([{ text: "Wolf: Hello." }]);
});

test("no word is lost, whatever the text", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("", "Wolf: hello", "Anna Maria:  yes", "and on"));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join("\n");
      const said = scriptParts(text, []).map((part) => part.text);
      expect(said.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
  );
});
