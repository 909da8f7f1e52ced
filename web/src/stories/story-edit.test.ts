import { expect, test } from "vitest";
import {
  addPassage,
  beginWith,
  changePassage,
  changeThings,
  choiceNames,
  freeName,
  removePassage,
  renamePassage,
  thingsIn,
  thingsOf,
  waysTo,
} from "./story-edit.ts";

const story = [
  {
    name: "Wood",
    text: "A dark wood.",
    choices: [
      { label: "Into the cave", to: "Cave", needs: ["lantern"] },
      { label: "Home", to: "Home", gives: ["stone", "lantern"] },
    ],
  },
  { name: "Cave", text: "It is dark.", recording: "a1", choices: [{ label: "", to: "Wood" }] },
  { name: "Home", text: "You are home.", choices: [] },
];

test("who renames a passage leads every way to its new name", () => {
  const after = renamePassage(story, "Wood", "Forest");
  expect(after.map(({ name }) => name)).toEqual(["Forest", "Cave", "Home"]);
  expect(after[1]?.choices[0]?.to).toBe("Forest");
  expect(waysTo(after, "Forest")).toEqual(["Cave"]);
});

test("who takes a passage out takes the choices that led there", () => {
  const after = removePassage(story, "Cave");
  expect(after.map(({ name }) => name)).toEqual(["Wood", "Home"]);
  expect(after[0]?.choices.map(({ to }) => to)).toEqual(["Home"]);
});

test("a new passage has a name of its own, near to what leads there", () => {
  expect(freeName(story, " Into  the cave ")).toBe("Into the cave");
  expect(freeName(story, "cave")).toBe("cave 2");
  expect(freeName(story, "")).toBe("Passage 2");
  expect(freeName(story, "x".repeat(90)).length).toBeLessThanOrEqual(60);
  expect(addPassage(story, "Home")).toEqual(story);
  expect(addPassage(story, "Lake").at(-1)).toEqual({ name: "Lake", text: "", choices: [] });
});

test("what is set to nothing is gone, and the beginning can be another one", () => {
  expect(changePassage(story, "Cave", { recording: undefined })[1]).not.toHaveProperty("recording");
  expect(beginWith(story, "Home").map(({ name }) => name)).toEqual(["Home", "Wood", "Cave"]);
});

test("things are written with commas between them, each is known once", () => {
  expect(thingsOf(" lantern, old key,, lantern ")).toEqual(["lantern", "old key"]);
  expect(thingsIn(story)).toEqual(["lantern", "stone"]);
  const choice = { label: "Home", to: "Home", gives: ["stone"] };
  expect(changeThings(choice, "gives", [])).toEqual({ label: "Home", to: "Home" });
  expect(changeThings(choice, "needs", ["key"])).toMatchObject({ needs: ["key"], gives: ["stone"] });
});

test("two ways are the two buttons, unless it goes by what the child carries which are open", () => {
  const [a, b] = [
    { label: "In", to: "Cave" },
    { label: "Home", to: "Home" },
  ];
  const named = (...choices: Parameters<typeof choiceNames>[0]) =>
    choiceNames(choices).map(({ name }) => name);
  expect(named(a)).toEqual(["Goes on"]);
  expect(named(a, b)).toEqual(["Left button", "Right button"]);
  expect(named(a, b, a)).toEqual(["Choice 1", "Choice 2", "Choice 3"]);
  expect(named({ ...a, needs: ["lantern"] }, b)).toEqual(["Choice 1", "Choice 2"]);
});
