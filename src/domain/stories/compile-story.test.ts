import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioId } from "../ids.ts";
import { checkStory } from "./check-story.ts";
import { type CompiledChapter, compileStory } from "./compile-story.ts";
import { exampleStory } from "./example-story.ts";
import { heardIn, type Saying } from "./saying.ts";
import { beginningOf, type Press, type StoryState, step } from "./step.ts";
import type { Choice, Passage, StoryText } from "./story.ts";

const names = ["Hall", "Cave", "Höhle 3", "7", "hall", "森", "Wood"];
const things = fc.subarray(["lantern", "key", "rope"], { maxLength: 2 });
const choices: fc.Arbitrary<Choice> = fc.record({
  label: fc.constantFrom("Left", "Go on!", "", "Into the cave"),
  to: fc.constantFrom(...names, "Nobody wrote this", ""),
  needs: things,
  needsNot: things,
  gives: things,
  takes: things,
});
const passages: fc.Arbitrary<Passage> = fc.record(
  {
    name: fc.constantFrom(...names),
    text: fc.constantFrom("", " ", "Once upon a time.", "Twice."),
    choices: fc.array(choices, { maxLength: 4 }),
    recording: fc.constant(AudioId("a1")),
    icon: fc.constant("yoto:#icon"),
  },
  { requiredKeys: ["name", "text", "choices"] },
);
const stories: fc.Arbitrary<StoryText> = fc.record({
  title: fc.constant("A story"),
  voice: fc.constant({ speakers: {}, rate: 1 }),
  asksAgain: fc.boolean(),
  passages: fc.array(passages, { minLength: 1, maxLength: 7 }),
});
const pressed = fc.array(fc.constantFrom<Press>("left", "right", "end"), { maxLength: 40 });

/** What is heard, one after the other, by the rules of the story. */
function heardByStep(story: StoryText, presses: readonly Press[]): readonly (Saying | string)[] {
  let state = beginningOf(story) as StoryState;
  return [
    heardIn(story, state),
    ...presses.map((press) => {
      const stepped = step(story, state, press);
      if (stepped?.go !== "to") return stepped?.go ?? "nothing";
      state = stepped.state;
      return heardIn(story, state);
    }),
  ];
}

/** What is heard on a player that only knows the chapters. */
function heardOnCard(
  chapters: readonly CompiledChapter[],
  presses: readonly Press[],
): readonly (Saying | string)[] {
  const byKey = new Map(chapters.map((chapter) => [chapter.key, chapter]));
  let at = chapters[0] as CompiledChapter;
  return [
    at.says,
    ...presses.map((press) => {
      const way = press === "end" ? at.atEnd : at[press];
      if (way?.go !== "to") return way?.go ?? "nothing";
      at = byKey.get(way.chapterKey) as CompiledChapter;
      return at.says;
    }),
  ];
}

const waysOf = ({ left, right, atEnd }: CompiledChapter) => [left, right, atEnd];

test("whatever is pressed, the card says what the story says, in the same order", () => {
  fc.assert(
    fc.property(stories, pressed, (story, presses) => {
      const { chapters } = compileStory(story);
      expect(heardOnCard(chapters, presses)).toEqual(heardByStep(story, presses));
    }),
    { numRuns: 400 },
  );
});

test("no chapter leads to one that is not on the card, and no two have one key", () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { chapters } = compileStory(story);
      const keys = new Set(chapters.map(({ key }) => key));
      expect(keys.size).toBe(chapters.length);
      for (const way of chapters.flatMap(waysOf))
        if (way?.go === "to") expect(keys).toContain(way.chapterKey);
      for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]{0,40}$/);
    }),
    { numRuns: 200 },
  );
});

test("every chapter can be reached, and no two of a passage sound and lead alike", () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { chapters } = compileStory(story);
      const reached = new Set([chapters[0]?.key]);
      for (const key of reached)
        for (const way of waysOf(chapters.find((each) => each.key === key) as CompiledChapter))
          if (way?.go === "to") reached.add(way.chapterKey);
      expect(reached.size).toBe(chapters.length);
      const alike = chapters.map(({ passage, asks, says, left, right, atEnd }) =>
        JSON.stringify([passage, asks, says, left, right, atEnd]),
      );
      expect(new Set(alike).size).toBe(chapters.length);
    }),
    { numRuns: 200 },
  );
});

test("a story is checked whatever is in it", () => {
  fc.assert(
    fc.property(stories, (story) => {
      for (const { message } of checkStory(story, compileStory(story), 3))
        expect(message).toMatch(/^[“A-Z].*\.$/);
    }),
  );
});

test("a story without things has one chapter for each passage, and one for each question", () => {
  const story = { ...exampleStory, passages: exampleStory.passages.map(plain) };
  const { chapters } = compileStory(story);
  const asking = story.passages.filter(({ choices }) => choices.length > 1).length;
  const told = story.passages.filter(({ text }) => text !== "").length;
  expect(chapters.length).toBe(told + asking);
});

const plain = (passage: Passage): Passage => ({
  ...passage,
  choices: passage.choices.map(({ label, to }) => ({ label: label || "On", to })),
});

test("what the child carries decides which way is open, and a passage is there once for each way it goes on", () => {
  const { chapters } = compileStory(exampleStory);
  const wood = chapters.filter(({ passage, asks }) => passage === "In the wood" && asks === undefined);
  expect(wood.map(({ key, left }) => [key, left])).toEqual([
    ["in-the-wood", { go: "to", chapterKey: "too-dark" }],
    ["in-the-wood-2", { go: "to", chapterKey: "light-in-the-cave" }],
  ]);
});

test("situations that make no difference any more are one chapter", () => {
  const chapters = compileStory({
    ...exampleStory,
    passages: [
      {
        name: "Shop",
        text: "What do you buy?",
        choices: [
          { label: "An apple", to: "Road", gives: ["apple"] },
          { label: "A pear", to: "Road", gives: ["pear"] },
        ],
      },
      {
        name: "Road",
        text: "Somebody is hungry.",
        choices: [
          { label: "", to: "Thanks", needs: ["apple"] },
          { label: "", to: "Thanks", needs: ["pear"] },
        ],
      },
      { name: "Thanks", text: "Thank you!", choices: [] },
    ],
  }).chapters;
  expect(chapters.map(({ key }) => key)).toEqual(["shop", "shop-asks", "road", "thanks"]);
});

test("three ways are offered one after the other, and come round again", () => {
  const ways = ["Red", "Green", "Blue"].map((to) => ({ label: to, to }));
  const ends = ways.map(({ to }) => ({ name: to, text: to, choices: [] }));
  const { chapters } = compileStory({
    ...exampleStory,
    passages: [{ name: "Door", text: "Three doors.", choices: ways }, ...ends],
  });
  expect(chapters.slice(0, 4)).toMatchObject([
    { key: "door", left: { chapterKey: "red" }, right: { chapterKey: "door-asks-2" } },
    { key: "door-asks", says: { text: "Red? Press left. Something else? Press right." } },
    { key: "door-asks-2", left: { chapterKey: "green" }, right: { chapterKey: "door-asks-3" } },
    { key: "door-asks-3", left: { chapterKey: "blue" }, right: { chapterKey: "door-asks" } },
  ]);
});

test("three hundred passages are compiled in less than a second", () => {
  const many = Array.from({ length: 300 }, (_, n): Passage => {
    const to = (step: number) => `Passage ${(n * 7 + step * 13 + 1) % 300}`;
    const gives = n % 40 === 0 ? [`thing ${n % 3}`] : [];
    const needs = n % 55 === 1 ? [`thing ${n % 3}`] : [];
    const choices = [
      { label: "This way", to: to(1), gives },
      { label: "That way", to: to(2) },
      ...(n % 5 === 0 ? [{ label: "A third way", to: to(3), needs }] : []),
    ];
    return { name: `Passage ${n}`, text: `Here is passage ${n}. `.repeat(20), choices };
  });
  const before = process.threadCpuUsage();
  const { chapters } = compileStory({ ...exampleStory, passages: many });
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(1000);
  expect(chapters.length).toBeGreaterThan(400);
});

test("more ways than can be counted out are told, with what they depend on", () => {
  const rooms = Array.from({ length: 16 }, (_, n): Passage => {
    const [next, ask] = [`Room ${n + 1}`, `Gate ${n}`];
    return {
      name: `Room ${n}`,
      text: `Room ${n}.`,
      choices: [
        { label: "Take it", to: next, gives: [`coin ${n}`] },
        { label: "Leave it", to: n === 15 ? ask : next },
      ],
    };
  });
  const gates = Array.from(
    { length: 16 },
    (_, n): Passage => ({
      name: `Gate ${n}`,
      text: `Gate ${n}.`,
      choices: [
        { label: "Pay", to: `Gate ${n + 1}`, needs: [`coin ${n}`] },
        { label: "Go round", to: "Room 0" },
      ],
    }),
  );
  const last = { name: "Room 16", text: "The way out.", choices: [{ label: "", to: "Gate 0" }] };
  const story = { ...exampleStory, passages: [...rooms, last, ...gates] };
  const compiled = compileStory(story);
  expect(compiled).toEqual({ chapters: [], tooManyWays: true });
  expect(checkStory(story, compiled, 100).find(({ code }) => code === "too-many-ways")?.message).toMatch(
    /depends on coin \d+, /,
  );
});

test("what is carried from the beginning and matters at the end alone is told apart all the way, quickly", () => {
  const carried = ["lantern", "key", "rope"];
  const on = (to: string) => [{ label: "", to }];
  const passages = [
    ...carried.map((thing, at) => ({
      name: `Find ${at}`,
      text: "Take it?",
      choices: [
        { label: "Yes", to: `Find ${at + 1}`, gives: [thing] },
        { label: "No", to: `Find ${at + 1}` },
      ],
    })),
    { name: "Find 3", text: "On.", choices: on("Path 0") },
    ...Array.from({ length: 400 }, (_, at) => ({
      name: `Path ${at}`,
      text: "On.",
      choices: on(at < 399 ? `Path ${at + 1}` : "Gate"),
    })),
    {
      name: "Gate",
      text: "The gate.",
      choices: [
        { label: "In", to: "Good", needs: carried },
        { label: "Up", to: "Good", needs: ["rope"] },
      ],
    },
    { name: "Good", text: "The end.", choices: [] },
  ];
  const before = performance.now();
  const { chapters } = compileStory({ ...exampleStory, passages });
  expect(performance.now() - before).toBeLessThan(2_000);
  // With the rope alone or with everything, or without it: which of lantern and key one has matters only to who has all three.
  expect(chapters.filter(({ passage }) => passage === "Path 0")).toHaveLength(3);
});
