import { expect, test } from "vitest";
import { checkStory } from "./check-story.ts";
import { compileStory } from "./compile-story.ts";
import { exampleStory } from "./example-story.ts";
import type { Passage } from "./story.ts";

const found = (passages: readonly Passage[], limit = 100) => {
  const story = { ...exampleStory, passages };
  return checkStory(story, compileStory(story), limit).map(({ code, passage }) =>
    passage === undefined ? code : `${code}: ${passage}`,
  );
};
const end = (name: string): Passage => ({ name, text: "The end.", choices: [] });
const to = (...names: string[]) => names.map((name) => ({ label: `To ${name}`, to: name }));

test("nothing is wrong with the example", () => {
  expect(checkStory(exampleStory, compileStory(exampleStory), 100)).toEqual([]);
});

test("a way to nowhere, two alike names and silence are told", () => {
  expect(found([])).toEqual(["no-passages"]);
  expect(found([{ ...end("A"), choices: to("B") }])).toEqual(["nowhere: A"]);
  expect(found([end("A"), end("A")])).toEqual(["alike-names: A"]);
  expect(found([{ name: "A", text: "  ", choices: [] }])).toEqual(["nothing-to-say: A"]);
});

test("a passage that nobody reaches is a hint; one without words that is passed is none", () => {
  expect(found([end("A"), end("B")])).toEqual(["unreachable: B"]);
  expect(
    found([
      { name: "A", text: "On.", choices: to("Door") },
      { name: "Door", text: "", choices: to("B") },
      end("B"),
    ]),
  ).toEqual([]);
});

test("silent passages that lead in a ring are told, instead of being walked for ever", () => {
  const ring = ["A", "B"].map((name, at): Passage => ({ name, text: "", choices: to(at === 0 ? "B" : "A") }));
  expect(found(ring)).toContain("nothing-to-say: A");
});

test("passages without words that all lead to one another are looked over at once, however many", () => {
  const names = Array.from({ length: 40 }, (_, number) => `Silent ${number}`);
  const mesh = names.map((name): Passage => ({ name, text: "", choices: to(...names.slice(0, 12)) }));
  expect(found([end("A"), ...mesh])).toEqual(names.map((name) => `unreachable: ${name}`));
  expect(found([{ ...end("A"), choices: to(names[0] ?? "") }, ...mesh])).not.toContain(
    "unreachable: Silent 3",
  );
});

test("a story without an end is told once, a part without one by its passages", () => {
  const round = ["A", "B"].map(
    (name, at): Passage => ({ name, text: name, choices: to(at === 0 ? "B" : "A") }),
  );
  expect(found(round)).toEqual(["no-ending"]);
  const trap = [{ name: "Start", text: "Go.", choices: to("A", "C") }, ...round, end("C")];
  expect(found(trap)).toEqual(["no-ending: A", "no-ending: B"]);
});

test("a way without words is told only where it is asked for", () => {
  const two = (label: string, needs: string[]) => [
    { label, to: "B", needs },
    { label: "", to: "C", needsNot: needs },
  ];
  const story = (label: string, needs: string[]) => [
    { name: "A", text: "Go.", choices: two(label, needs) },
    end("B"),
    end("C"),
  ];
  expect(found(story("On", []))).toEqual(["label-missing: A"]);
  expect(found(story("", ["key"]))).toEqual(["unreachable: B", "never-given: A"]);
});

test("too many chapters are told with the passages and things they come from", () => {
  const story = { ...exampleStory, passages: Array.from({ length: 30 }, (_, n) => end(`P${n}`)) };
  story.passages[0] = { name: "P0", text: "Which?", choices: to("P1", "P2", "P3") };
  const [first] = checkStory(story, compileStory(story), 5);
  expect(first).toMatchObject({
    code: "too-many-chapters",
    message: "The card would have 7 chapters; Yoto takes 5. Leave out passages, or make two stories of it.",
  });
});
