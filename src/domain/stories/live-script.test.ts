import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioId, StoryId } from "../ids.ts";
import { inLanguage, type LiveScript, liveSayings, scriptOf, soundsIn, walkedStory } from "./live-script.ts";
import { type LivePress, liveSlotAfter, liveStart } from "./live-slots.ts";
import { type LiveWalk, tellLive } from "./live-walk.ts";
import { heardIn } from "./saying.ts";
import { beginningOf, type StoryState, step } from "./step.ts";
import type { Choice, Passage, Story } from "./story.ts";

function aStory(passages: readonly Passage[], asksAgain = true): Story {
  return {
    id: StoryId("s1"),
    title: "Wood",
    voice: { speakers: {}, rate: 1 },
    asksAgain,
    passages,
    sounds: [],
    createdAtMs: 0,
    changedAtMs: 0,
  };
}

/** The script of a story whose sounds are called by what they say. */
function scripted(story: Story): LiveScript {
  const sayings = liveSayings(story);
  if (sayings === undefined) throw new Error("too much to say");
  return scriptOf(story, new Map(sayings.map(({ key, says }) => [key, AudioId(says.text)])));
}

/** A child with a card: presses buttons, hears what the slots say. */
function aChild(script: LiveScript) {
  const story = walkedStory(script);
  let slot = liveStart;
  let walk: LiveWalk<NonNullable<ReturnType<typeof story.begin>>> | undefined;
  const hear = () => {
    const told = tellLive(story, walk, slot);
    walk = told.walk;
    return soundsIn(script, told.state);
  };
  return {
    putsIn: () => {
      slot = liveStart;
      return hear();
    },
    presses: (press: LivePress) => {
      slot = liveSlotAfter(slot, press);
      return hear();
    },
  };
}

/** What the story itself says from here until a button is needed, each thing once, and where that is. */
function saysFrom(story: Story, from: StoryState): { readonly says: string[]; readonly at: StoryState } {
  const says = [heardIn(story, from).text];
  let at = from;
  const seen = new Set([JSON.stringify(from)]);
  for (;;) {
    const next = step(story, at, "end");
    if (next?.go !== "to" || seen.has(JSON.stringify(next.state))) return { says, at };
    at = next.state;
    seen.add(JSON.stringify(at));
    says.push(heardIn(story, at).text);
  }
}

const thing = fc.constantFrom("lantern", "key");
const things = fc.option(fc.array(thing, { maxLength: 2 }), { nil: undefined });
const randomStory = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.record({
    asksAgain: fc.boolean(),
    passages: fc.tuple(
      ...Array.from({ length: count }, (_, at) =>
        fc
          .record({
            silent: fc.boolean(),
            choices: fc.array(
              fc.record({ to: fc.nat(count), needs: things, needsNot: things, gives: things, takes: things }),
              { maxLength: 4 },
            ),
          })
          .map(
            ({ silent, choices }): Passage => ({
              name: `P${at}`,
              text: silent && at > 0 ? "" : `Passage ${at}.`,
              choices: choices.map(
                ({ to, ...more }, place): Choice => ({
                  label: `way ${place} of ${at}`,
                  to: `P${to}`,
                  ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
                }),
              ),
            }),
          ),
      ),
    ),
  }),
);

test("whatever the story and the presses, the slots say what the story says, and never nothing that has words", () => {
  fc.assert(
    fc.property(
      randomStory,
      fc.array(fc.constantFrom<LivePress>("L", "R"), { maxLength: 25 }),
      ({ passages, asksAgain }, presses) => {
        const story = aStory(passages, asksAgain);
        const child = aChild(scripted(story));
        let from = beginningOf(story) as StoryState;
        let expected = saysFrom(story, from);
        const heard = (sounds: readonly string[]) => [...new Set(sounds)];
        const said = () => [...new Set(expected.says.filter((text) => text !== ""))];
        expect(heard(child.putsIn())).toEqual(said());
        for (const press of presses) {
          const pressed =
            step(story, expected.at, press === "L" ? "left" : "right") ?? step(story, expected.at, "end");
          if (pressed?.go === "to") from = pressed.state;
          expected = saysFrom(story, from);
          expect(heard(child.presses(press))).toEqual(said());
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

const back = "Go on where you were? Press left. From the beginning? Press right.";
const choice = (label: string, to: string, more: Partial<Choice> = {}): Choice => ({ label, to, ...more });
const wood = aStory([
  { name: "Wood", text: "A dark wood.", choices: [choice("Cave", "Cave"), choice("Home", "Home")] },
  { name: "Cave", text: "A cave.", choices: [choice("", "Bear")] },
  { name: "Bear", text: "A bear!", choices: [choice("Stay", "Friend"), choice("Run", "Home")] },
  { name: "Friend", text: "It is a friend.", choices: [] },
  { name: "Home", text: "You are at home.", choices: [] },
]);

test("what goes on by itself is told in one go, and the question is asked again and again", () => {
  const child = aChild(scripted(wood));
  expect(child.putsIn().slice(0, 3)).toEqual([
    "A dark wood.",
    "Cave? Press left. Home? Press right.",
    "Cave? Press left. Home? Press right.",
  ]);
  expect(child.presses("L").slice(0, 3)).toEqual([
    "A cave.",
    "A bear!",
    "Stay? Press left. Run? Press right.",
  ]);
  expect(child.presses("R")).toEqual(["You are at home."]);
});

test("after the end the left button begins again, and the right one tells the end once more", () => {
  const child = aChild(scripted(wood));
  child.putsIn();
  expect(child.presses("R")).toEqual(["You are at home."]);
  expect(child.presses("R")).toEqual(["You are at home."]);
  expect(child.presses("L")[0]).toBe("A dark wood.");
});

test("who puts the card in again in the middle may go on or begin anew; who was through begins anew", () => {
  const left = aChild(scripted(wood));
  left.putsIn();
  left.presses("L");
  expect(left.putsIn()[0]).toBe("A dark wood."); // one press is soon done again
  left.presses("L");
  left.presses("L");
  expect(left.putsIn()[0]).toBe("A dark wood."); // it was over
  left.presses("L");
  const right = aChild(scripted(wood));
  right.putsIn();
  for (const press of ["R", "L", "L"] as const) right.presses(press);
  expect(new Set(right.putsIn())).toEqual(new Set([back]));
  expect(right.presses("L")[0]).toBe("A cave.");
  right.presses("R");
  right.presses("L");
  right.presses("L");
  expect(right.putsIn()[0]).toBe(back);
  expect(right.presses("R")[0]).toBe("A dark wood.");
});

test("a story that was changed meanwhile begins anew for who was where nothing is any more", () => {
  const script = scripted(wood);
  const story = walkedStory(script);
  expect(story.after({ passage: "Gone", carries: [] }, "R")).toEqual({ passage: "Wood", carries: [] });
  expect(story.comeBack({ passage: "Gone", carries: [] })).toEqual({ passage: "Wood", carries: [] });
});

test("a question is there for whatever a child may carry, and one that nobody can hear is not spoken", () => {
  const story = aStory([
    {
      name: "Door",
      text: "A door.",
      choices: [
        choice("In", "Room", { needs: ["key"] }),
        choice("Look", "Door", { gives: ["key"] }),
        choice("Away", "Room"),
      ],
    },
    { name: "Room", text: "A room.", choices: [] },
    { name: "Attic", text: "Nobody comes here.", choices: [] },
  ]);
  expect(liveSayings(story)?.map(({ says }) => says.text)).toEqual([
    "A door.",
    "Look? Press left. Away? Press right.",
    "In? Press left. Something else? Press right.",
    "Look? Press left. Something else? Press right.",
    "Away? Press left. Something else? Press right.",
    "A room.",
    back,
  ]);
});

test("ways that ask for more things than can be counted out are too much to be spoken", () => {
  const needing = Array.from({ length: 11 }, (_, at) => choice(`${at}`, "Door", { needs: [`thing ${at}`] }));
  expect(liveSayings(aStory([{ name: "Door", text: "A door.", choices: needing }]))).toBeUndefined();
});

test("who comes back is asked in the language of the voice, and in English where we have no words for it", () => {
  const story = aStory([{ name: "Door", text: "A door.", choices: [] }]);
  const words = { left: "Drück links.", right: "Drück rechts.", other: "Etwas anderes?" };
  const asked = (language: string | undefined) =>
    inLanguage(liveSayings(story) ?? [], { ...story, words }, language).at(-1)?.says.text;
  expect(asked("de-AT")).toBe("Weiter, wo du warst? Drück links. Von vorne? Drück rechts.");
  expect(asked("mul")).toBe("Go on where you were? Drück links. From the beginning? Drück rechts.");
  expect(asked(undefined)).toBe(asked("mul"));
  expect(inLanguage(liveSayings(story) ?? [], story, "fr").map(({ key }) => key)).toEqual(
    liveSayings(story)?.map(({ key }) => key),
  );
});
