import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioId, StoryId } from "../ids.ts";
import { compileStory } from "./compile-story.ts";
import { exampleStory } from "./example-story.ts";
import { exportStory } from "./export-story.ts";
import { importStory } from "./import-story.ts";
import type { Story, StoryText } from "./story.ts";

const asKept = (text: StoryText): Story => ({
  ...text,
  id: StoryId("01hzy3p7d9q8k2m4n6v8w0x1ya"),
  sounds: [],
  createdAtMs: 0,
  changedAtMs: 0,
});

const word = fc.constantFrom(
  "cave",
  "Höhle",
  "森",
  "a -> b",
  "[x]",
  "x|y",
  "{z}",
  'it\'s "so"',
  "-->",
  "\\",
  "::",
  "8",
  "&amp;",
  "$gold",
);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
const things = fc.option(fc.uniqueArray(phrase, { minLength: 1, maxLength: 3 }), { nil: undefined });
const given = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
const choice = fc
  .record({
    label: fc.oneof(phrase, fc.constant("")),
    to: fc.oneof(phrase, fc.constant("")),
    needs: things,
    needsNot: things,
    gives: things,
    takes: things,
  })
  .map(given);
const text = fc
  .array(
    fc.constantFrom(
      "Once upon a time.",
      "",
      "(note: a fox)",
      "<b>Loud</b>",
      ":: not a passage",
      "\\:: nor this",
      "Wolf: Hello!",
      "{}",
    ),
    { maxLength: 4 },
  )
  .map((lines) => lines.join("\n").trim());
const passage = fc
  .record({
    text,
    recording: fc.option(fc.constant(AudioId("a1")), { nil: undefined }),
    icon: fc.option(fc.constant("yoto:#abc_-1"), { nil: undefined }),
    choices: fc.array(choice, { maxLength: 4 }),
    place: fc.option(fc.record({ x: fc.integer(), y: fc.integer() }), { nil: undefined }),
  })
  .map(given);
const stories = fc
  .record({
    title: phrase,
    author: fc.option(phrase, { nil: undefined }),
    voice: fc.record({
      speakers: fc.dictionary(fc.constantFrom("Wolf", "Fox"), phrase),
      rate: fc.constantFrom(1, 0.8),
    }),
    words: fc.option(fc.record({ left: phrase, right: phrase, other: phrase }), { nil: undefined }),
    asksAgain: fc.boolean(),
    named: fc.uniqueArray(fc.tuple(phrase, passage), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ named, ...story }): StoryText => {
    const passages = named.map(([name, rest]) => ({ ...rest, name }));
    return given({ ...story, passages } as StoryText);
  });

test("a story that is exported and imported again is the same story, with all its things", () => {
  expect(importStory(exportStory(asKept(exampleStory)))).toEqual({
    story: exampleStory,
    lost: [],
  });
  fc.assert(
    fc.property(stories, (story) => {
      expect(importStory(exportStory(asKept(story)))).toEqual({ story, lost: [] });
    }),
    { numRuns: 200 },
  );
});

const harlowe = `:: StoryTitle
The Lamp

:: StoryData
{"ifid":"D674C58C-DEFA-4F70-B7A2-27742230C0FC","format":"Harlowe","start":"Cellar"}

:: Attic [dusty] {"position":"300,100"}
Nothing here.

:: Cellar {"position":"100,100"}
(set: $lamp to true)You are in the //dark// cellar. (if: $lamp)[A ''lamp'' shines.]
You can [[climb up->Attic]] or [[wait<-Cellar]].
[[Look round|Corner]]

:: Styles [stylesheet]
body { color: red }

:: Corner
A mouse.
[[Attic][$seen to true]]
`;

test("a Twee file of Twine's gives passages, ways in their order, and says what was left out", () => {
  const { story, lost } = importStory(harlowe) ?? { story: undefined, lost: [] };
  expect(story).toMatchObject({
    title: "The Lamp",
    asksAgain: true,
    passages: [
      {
        name: "Cellar",
        text: "You are in the dark cellar. A lamp shines.\nYou can climb up or Cellar.",
        choices: [
          { label: "climb up", to: "Attic" },
          { label: "Cellar", to: "wait" },
          { label: "Look round", to: "Corner" },
        ],
        place: { x: 100, y: 100 },
      },
      { name: "Attic", text: "Nothing here.", choices: [] },
      { name: "Corner", text: "A mouse.", choices: [{ label: "Attic", to: "Attic" }] },
    ],
  });
  expect(lost).toEqual([
    "A passage with scripts or styles of Twine's: left out.",
    "“Cellar” has commands of Twine's, which were left out: every way in it is always open.",
    "Links of “Corner” set variables of Twine's.",
  ]);
});

test("Twine's HTML is read, wherever the story begins, with its escapes", () => {
  const html = `<!doctype html><html><body><script>var x = "<tw-passagedata>";</script>
<tw-storydata name="Tom &amp; Ida" startnode="2" format="SugarCube">
<style role="stylesheet"></style>
<tw-passagedata pid="1" name="End" tags="" position="400,200" size="100,100">Good night.</tw-passagedata>
<tw-passagedata pid="2" name="It&#39;s late" tags="" position="100,200">&lt;&lt;set $a to 1&gt;&gt;Who is &quot;there&quot;?
[[Open|End]]
[[Wait-&gt;It&#39;s late]]</tw-passagedata></tw-storydata><tw-storydata name="Other"></tw-storydata></body></html>`;
  const read = importStory(html);
  expect(read?.story).toMatchObject({
    title: "Tom & Ida",
    passages: [
      {
        name: "It's late",
        text: 'Who is "there"?',
        choices: [
          { label: "Open", to: "End" },
          { label: "Wait", to: "It's late" },
        ],
      },
      { name: "End", choices: [] },
    ],
  });
  expect(read?.lost[0]).toBe("There are 2 stories in the file; the first was taken.");
});

test("made for Yoto, with left, right and the end that asks again, a story has two ways", () => {
  const read = importStory(
    ":: Gate\nWhich way?\n[[Left path]]\n[[Right path]]\n[[Gate]]\n:: Left path\nA.\n:: Right path\nB.",
  );
  expect(read?.story.passages[0]?.choices.map(({ to }) => to)).toEqual(["Left path", "Right path"]);
});

test("names that are too long are cut, and the ways to them follow", () => {
  const long = "A very long name of a passage ".repeat(4).trim();
  const read = importStory(
    `:: Start\nGo.\n[[On->${long}1]]\n[[Off->${long}2]]\n\n:: ${long}1\nOne.\n\n:: ${long}2\nTwo.`,
  );
  const [start, one, two] = read?.story.passages ?? [];
  expect(start?.choices.map(({ to }) => to)).toEqual([one?.name, two?.name]);
  expect(new Set([one?.name, two?.name]).size).toBe(2);
  expect(one?.name.length).toBeLessThanOrEqual(60);
});

test("what is no story gives nothing, and whatever comes is read without a fault", () => {
  for (const file of [
    "",
    "Dear diary",
    "<html><tw-storydata name='x'></tw-storydata></html>",
    ":: StoryTitle\nX",
  ])
    expect(importStory(file)).toBeUndefined();
  const odd = fc.array(
    fc.constantFrom(
      ":: ",
      "[[",
      "]]",
      "->",
      "<!--",
      "-->",
      "{",
      "\n",
      "<<",
      ">>",
      "(if: ",
      ")[",
      "<tw-storydata>",
      "<tw-passagedata name='a'>",
      "x",
    ),
  );
  fc.assert(
    fc.property(odd, (parts) => {
      const read = importStory(`:: A\n${parts.join("")}`);
      if (read !== undefined) compileStory(read.story);
    }),
  );
});

test("a long file of brackets is read in no time", () => {
  for (const part of ["[[", "<<a ", "(if: (", "<!-- ", ":: \\", "<tw-passagedata ", "''", "//a"]) {
    const before = process.threadCpuUsage();
    importStory(`:: A\n${part.repeat(20_000)}\n<tw-storydata>`);
    importStory(`:: A\n${part.repeat(20_000)}`);
    expect(process.threadCpuUsage(before).user / 1000, part).toBeLessThan(2000);
  }
});

test("a file of hundreds of thousands of links or comments is read like any other", () => {
  const links = importStory(`:: A\n${"[[B]]".repeat(500_000)}`);
  expect(links?.story.passages[0]?.choices).toHaveLength(12);
  expect(links?.lost).toContain("The end of “A” was left out: it is too long for one passage.");
  expect(importStory(`:: A\n${"<!--x-->\n".repeat(300_000)}Hello.`)?.story.passages).toHaveLength(1);
});

test("passages without a name get names that tell them apart", () => {
  const file = ":: Start\nHello.\n\n::\nOne.\n\n:: Untitled\nTwo.\n\n:: [tag]\nThree.\n";
  const passages = importStory(file)?.story.passages.map(({ name, text }) => [name, text]);
  expect(passages).toEqual([
    ["Start", "Hello."],
    ["Untitled 2", "One."],
    ["Untitled", "Two."],
    ["Untitled 3", "Three."],
  ]);
});
