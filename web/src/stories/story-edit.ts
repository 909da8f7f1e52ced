import type { StoryChoice as Choice, StoryPassage as Passage } from "../../../src/http/schema/story.ts";

/** As long as a passage's name may be. */
export const longestName = 60;

type Passages = readonly Passage[];
/** What becomes of a passage; what is `undefined` is gone. */
export type PassageChange = { readonly [Field in keyof Passage]?: Passage[Field] | undefined };

/** One passage as `change` makes it; the others stay. */
export function changePassage(passages: Passages, name: string, change: PassageChange): Passage[] {
  return passages.map((each) => (each.name === name ? without({ ...each, ...change }) : each));
}

/** Gives a passage another name; whatever leads to it still does. */
export function renamePassage(passages: Passages, from: string, to: string): Passage[] {
  return passages.map((each) => ({
    ...each,
    name: each.name === from ? to : each.name,
    choices: each.choices.map((choice) => (choice.to === from ? { ...choice, to } : choice)),
  }));
}

/** Puts an empty passage of this name at the end, unless there is one already. */
export function addPassage(passages: Passages, name: string): Passage[] {
  return passages.some((each) => each.name === name)
    ? [...passages]
    : [...passages, { name, text: "", choices: [] }];
}

/** Takes a passage out, and the choices that led to it. */
export function removePassage(passages: Passages, name: string): Passage[] {
  return passages
    .filter((each) => each.name !== name)
    .map((each) => ({ ...each, choices: each.choices.filter(({ to }) => to !== name) }));
}

/** The story begins with this passage from now on. */
export function beginWith(passages: Passages, name: string): Passage[] {
  const first = passages.filter((each) => each.name === name);
  return [...first, ...passages.filter((each) => each.name !== name)];
}

/** A name for a new passage, near to what leads there, which no other has. */
export function freeName(passages: Passages, wished: string): string {
  const taken = new Set(passages.map(({ name }) => name.toLowerCase()));
  const base =
    wished
      .trim()
      .replace(/\s+/g, " ")
      .slice(0, longestName - 4) || "Passage";
  if (wished.trim() !== "" && !taken.has(base.toLowerCase())) return base;
  for (let number = 2; ; number++) {
    const name = `${base} ${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Which passages lead to this one. */
export function waysTo(passages: Passages, name: string): readonly string[] {
  return passages.filter(({ choices }) => choices.some(({ to }) => to === name)).map((each) => each.name);
}

/** What a child can carry in this story, in the order in which it is spoken of. */
export function thingsIn(passages: Passages): readonly string[] {
  const all = passages.flatMap(({ choices }) =>
    choices.flatMap(({ needs, needsNot, gives, takes }) =>
      [needs, needsNot, gives, takes].flatMap((things) => things ?? []),
    ),
  );
  return [...new Set(all)];
}

/** `lantern, old key` as a list; each once. */
export function thingsOf(typed: string): string[] {
  return [...new Set(typed.split(",").map((thing) => thing.trim()))].filter(Boolean);
}

/** What a choice does with things is left out where it does nothing. */
export function changeThings(
  choice: Choice,
  what: "needs" | "needsNot" | "gives" | "takes",
  things: string[],
): Choice {
  const { [what]: _, ...others } = choice;
  return things.length === 0 ? others : { ...others, [what]: things };
}

/** Fields that were set to nothing are gone. */
function without(passage: PassageChange): Passage {
  return Object.fromEntries(Object.entries(passage).filter(([, value]) => value !== undefined)) as Passage;
}

/**
 * What the ways on are called: by their buttons; or by numbers, where there are more than two or where it goes by what the child
 * carries which are open. `short` is for the map.
 */
export function choiceNames(choices: readonly Choice[]): readonly { name: string; short: string }[] {
  const numbered = choices.length > 2 || choices.some(({ needs, needsNot }) => needs ?? needsNot);
  return choices.map((_, at) => {
    if (choices.length === 1) return { name: "Goes on", short: "" };
    if (numbered) return { name: `Choice ${at + 1}`, short: String(at + 1) };
    return at === 0 ? { name: "Left button", short: "L" } : { name: "Right button", short: "R" };
  });
}
