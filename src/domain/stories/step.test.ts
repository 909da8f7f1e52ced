import { expect, test } from "vitest";
import { AudioId } from "../ids.ts";
import { heardIn } from "./saying.ts";
import { beginningOf, openChoices, step } from "./step.ts";
import type { Choice, Passage } from "./story.ts";

const to = (name: string, more: Partial<Choice> = {}): Choice => ({ label: `To ${name}`, to: name, ...more });
const passage = (name: string, choices: readonly Choice[] = [], text = name): Passage => ({
  name,
  text,
  choices,
});
const story = (passages: readonly Passage[], asksAgain = true) => ({ passages, asksAgain });
const at = (name: string, ...carries: string[]) => ({ passage: name, carries });

test("with two ways the buttons are the ways, and at the end of the passage it is asked which", () => {
  const two = story([passage("A", [to("B"), to("C")]), passage("B"), passage("C")]);
  expect(beginningOf(two)).toEqual(at("A"));
  expect(step(two, at("A"), "left")).toEqual({ go: "to", state: at("B") });
  expect(step(two, at("A"), "right")).toEqual({ go: "to", state: at("C") });
  expect(step(two, at("A"), "end")).toEqual({ go: "to", state: { ...at("A"), asks: 0 } });
  expect(step(two, { ...at("A"), asks: 0 }, "right")).toEqual({ go: "to", state: at("C") });
  expect(step(two, { ...at("A"), asks: 0 }, "end")).toEqual({ go: "repeat" });
});

test("a story that does not ask is silent at the end of a passage; more than two ways are offered all the same", () => {
  const quiet = story(
    [passage("A", [to("B"), to("C")]), passage("B", [to("A"), to("B"), to("C")]), passage("C")],
    false,
  );
  expect(step(quiet, at("A"), "end")).toEqual({ go: "stop" });
  expect(step(quiet, at("A"), "left")).toEqual({ go: "to", state: at("B") });
  expect(step(quiet, at("B"), "end")).toEqual({ go: "to", state: { ...at("B"), asks: 0 } });
});

test("one way goes on by itself; at an end the left button begins again, with nothing in one's hands", () => {
  const line = story([passage("A", [to("B", { gives: ["lamp"] })]), passage("B")]);
  expect(step(line, at("A"), "left")).toBeUndefined();
  expect(step(line, at("A"), "end")).toEqual({ go: "to", state: at("B", "lamp") });
  expect(step(line, at("B", "lamp"), "end")).toEqual({ go: "stop" });
  expect(step(line, at("B", "lamp"), "right")).toBeUndefined();
  expect(step(line, at("B", "lamp"), "left")).toEqual({ go: "to", state: at("A") });
});

test("things open ways and close them, are given once and taken away", () => {
  const ways = [
    to("B", { needs: ["lamp"], takes: ["lamp"], gives: ["key"] }),
    to("C", { needsNot: ["lamp"], gives: ["lamp"] }),
    to("Nowhere"),
  ];
  const things = story([passage("A", ways), passage("B"), passage("C")]);
  expect(openChoices(things, at("A")).map((way) => way.to)).toEqual(["C"]);
  expect(openChoices(things, at("A", "lamp")).map((way) => way.to)).toEqual(["B"]);
  expect(step(things, at("A", "key", "lamp"), "end")).toEqual({ go: "to", state: at("B", "key") });
});

test("what says nothing and has one way is passed; with several ways it is only the question; in a ring it stays", () => {
  const passing = story([
    passage("A", [to("Door")], ""),
    passage("Door", [to("B", { needs: ["lamp"] }), to("C", { needsNot: ["lamp"] })], ""),
    passage("B"),
    passage("C", [to("Fork")]),
    passage("Fork", [to("B"), to("C")], ""),
  ]);
  expect(beginningOf(passing)).toEqual(at("C"));
  expect(step(passing, at("C"), "end")).toEqual({ go: "to", state: { ...at("Fork"), asks: 0 } });
  const ring = story([passage("A", [to("B")], ""), passage("B", [to("A")], " ")]);
  expect(beginningOf(ring)?.passage).toBe("A");
  const sounding = story([{ ...passage("A", [to("A")], ""), recording: AudioId("a1") }]);
  expect(heardIn(sounding, at("A"))).toEqual({ text: "", recording: "a1" });
});

test("the question says the ways that are open, in the story's own words", () => {
  const wood = story([
    passage("A", [
      { label: "Go in!", to: "B" },
      { label: "Run away…", to: "A" },
    ]),
    passage("B"),
  ]);
  const asking = { ...at("A"), asks: 0 };
  expect(heardIn(wood, asking).text).toBe("Go in? Press left. Run away? Press right.");
  const words = { left: "Links.", right: "Rechts.", other: "Etwas anderes?" };
  const three = story([
    passage(
      "A",
      ["X", "Y", "Z"].map((label) => ({ label, to: "A" })),
    ),
  ]);
  expect([0, 1, 2].map((asks) => heardIn({ ...three, words }, { ...at("A"), asks }).text)).toEqual([
    "X? Links. Etwas anderes? Rechts.",
    "Y? Links. Etwas anderes? Rechts.",
    "Z? Links. Etwas anderes? Rechts.",
  ]);
});
