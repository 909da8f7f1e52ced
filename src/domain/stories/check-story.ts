import type { Compiled, CompiledChapter } from "./compile-story.ts";
import type { LiveSaying } from "./live-script.ts";
import { saysSomething } from "./step.ts";
import type { StoryText } from "./story.ts";

/** One thing that is wrong with a story, or strange. `message` is a sentence for people. */
export type StoryProblem = {
  readonly code:
    | "no-passages"
    | "alike-names"
    | "nowhere"
    | "nothing-to-say"
    | "label-missing"
    | "too-many-chapters"
    | "too-many-ways"
    | "recording-gone"
    | "unreachable"
    | "no-ending"
    | "never-given";
  readonly message: string;
  readonly passage?: string;
  /** Which of its choices, from 0. */
  readonly choice?: number;
  /** No card can be made before this is put right; the others are hints. */
  readonly blocks: boolean;
};

/** Raised whenever {@link checkStory} finds more or less in a story than before: what was counted is counted anew. */
export const checkRules = 1;

/**
 * Everything that is wrong with a story, what blocks first. `limit` is how many chapters a card takes; `live`: what is said in one
 * that does not fit, so that it is told from here.
 */
export function checkStory(
  story: StoryText,
  compiled: Compiled,
  limit: number,
  live?: readonly LiveSaying[],
): readonly StoryProblem[] {
  const found = compiled.tooManyWays
    ? [tooManyWays(story), ...wordless(story, live)]
    : chapterProblems(story, compiled.chapters, limit);
  const problems = [
    ...nameProblems(story),
    ...nowhereProblems(story),
    ...(live === undefined ? found : found.map((each) => toldFromHere(each, compiled, limit))),
    ...neverGiven(story),
  ];
  return [...problems.filter(({ blocks }) => blocks), ...problems.filter(({ blocks }) => !blocks)];
}

function nameProblems({ passages }: StoryText): StoryProblem[] {
  if (passages.length === 0)
    return [{ code: "no-passages", blocks: true, message: "Write a first passage." }];
  const names = passages.map(({ name }) => name);
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...twice].map((name) => ({
    code: "alike-names",
    blocks: true,
    passage: name,
    message: `Two passages are called “${name}”. Give one another name.`,
  }));
}

function nowhereProblems({ passages }: StoryText): StoryProblem[] {
  const names = new Set(passages.map(({ name }) => name));
  return passages.flatMap(({ name, choices }) =>
    choices.flatMap(({ to, label }, choice) => {
      if (names.has(to)) return [];
      const way = label.trim() === "" ? `choice ${choice + 1}` : `“${label.trim()}”`;
      const message =
        to === ""
          ? `In “${name}”, ${way} leads nowhere yet. Say where it goes.`
          : `In “${name}”, ${way} leads to “${to}”, which is not written yet.`;
      return [{ code: "nowhere" as const, blocks: true, passage: name, choice, message }];
    }),
  );
}

/** That it does not fit on a card is no fault of a story that the server tells. */
function toldFromHere(problem: StoryProblem, { chapters }: Compiled, limit: number): StoryProblem {
  const { code } = problem;
  if (code !== "too-many-chapters" && code !== "too-many-ways") return problem;
  const why =
    code === "too-many-ways"
      ? "There are more ways through this story than a card can hold."
      : `The story has ${chapters.length} chapters; Yoto takes ${limit}.`;
  const message = `${why} So your server tells it, passage by passage: the card plays only where the player reaches your server, and cannot be brought to Yoto for a trip.`;
  return { code, blocks: false, message };
}

/** Where something is to be said and has no words, in a story whose ways cannot be counted out. */
function wordless({ passages }: StoryText, live: readonly LiveSaying[] = []): StoryProblem[] {
  const mute = passages.filter(({ choices, ...passage }) => choices.length === 0 && !saysSomething(passage));
  const unlabelled = new Set(
    live.flatMap(({ passage, open }) => (open.some((label) => label.trim() === "") ? [passage] : [])),
  );
  return [...mute.map(({ name }) => nothingToSay(name)), ...[...unlabelled].map(labelMissing)];
}

function nothingToSay(passage: string): StoryProblem {
  const message = `“${passage}” says nothing. Write its text, or choose a recording.`;
  return { code: "nothing-to-say", blocks: true, passage, message };
}

function labelMissing(passage: string): StoryProblem {
  const message = `In “${passage}” there are several ways, and one has no words. Write what the child hears.`;
  return { code: "label-missing", blocks: true, passage, message };
}

function chapterProblems(
  story: StoryText,
  chapters: readonly CompiledChapter[],
  limit: number,
): StoryProblem[] {
  const problems: StoryProblem[] = [];
  const told = new Set<string>();
  const add = (problem: StoryProblem) => {
    const name = `${problem.code}${problem.passage}`;
    if (told.has(name)) return;
    told.add(name);
    problems.push(problem);
  };
  const hint = (code: StoryProblem["code"], passage: string, message: string) =>
    add({ code, blocks: false, passage, message });
  for (const { passage, asks, says, open } of chapters) {
    if (asks === undefined && says.recording === undefined && says.text.trim() === "")
      add(nothingToSay(passage));
    if (asks !== undefined && open.some((label) => label.trim() === "")) add(labelMissing(passage));
  }
  if (chapters.length > limit) problems.push(tooMany(story, chapters, limit));
  const reached = new Set(chapters.map(({ passage }) => passage));
  const passed = passedBy(story, reached);
  for (const { name } of story.passages)
    if (!reached.has(name) && !passed.has(name))
      hint("unreachable", name, `No way leads to “${name}”, so no child hears it.`);
  const trapped = withoutEnd(chapters);
  if (chapters.length > 0 && trapped.length === chapters.length)
    problems.push({
      code: "no-ending",
      blocks: false,
      message: "The story has no end: every passage leads on.",
    });
  else
    for (const { passage } of trapped)
      hint("no-ending", passage, `From “${passage}” no way leads to an end any more.`);
  return problems;
}

/** Passages without words that whoever comes from one that is heard, or begins, passes by. */
function passedBy({ passages }: StoryText, reached: ReadonlySet<string>): ReadonlySet<string> {
  const silent = new Set(
    passages.filter((each) => !saysSomething(each) && each.choices.length > 0).map(({ name }) => name),
  );
  const byName = new Map(passages.map((passage) => [passage.name, passage]));
  const passed = new Set(passages.slice(0, 1).flatMap(({ name }) => (silent.has(name) ? [name] : [])));
  const comeFrom = new Set([...reached, ...passed]);
  for (const name of comeFrom)
    for (const { to } of byName.get(name)?.choices ?? [])
      if (silent.has(to)) {
        passed.add(to);
        comeFrom.add(to);
      }
  return passed;
}

/** The chapters from which none can be reached where the story is over. */
function withoutEnd(chapters: readonly CompiledChapter[]): readonly CompiledChapter[] {
  const leadTo = new Map(chapters.map(({ key }) => [key, [] as string[]]));
  for (const { key, left, right, atEnd } of chapters)
    for (const way of [left, right, atEnd]) if (way?.go === "to") leadTo.get(way.chapterKey)?.push(key);
  const ends = new Set(chapters.filter(({ open }) => open.length === 0).map(({ key }) => key));
  for (const end of ends) for (const key of leadTo.get(end) ?? []) ends.add(key);
  return chapters.filter(({ key }) => !ends.has(key));
}

function tooMany(story: StoryText, chapters: readonly CompiledChapter[], limit: number): StoryProblem {
  const counts = new Map<string, number>();
  for (const { passage } of chapters) counts.set(passage, (counts.get(passage) ?? 0) + 1);
  const most = [...counts].toSorted((one, other) => other[1] - one[1]).slice(0, 3);
  const said = `The card would have ${chapters.length} chapters; Yoto takes ${limit}.`;
  const things = thingsIn(story);
  const byThings = most[0] !== undefined && most[0][1] > 3 && things.length > 0;
  const message = byThings
    ? `${said} Most come from ${listed(most.map(([name, count]) => `“${name}” (${count})`))}, which must be there once for each way of carrying ${listed(things.slice(0, 4))}.`
    : `${said} Leave out passages, or make two stories of it.`;
  return {
    code: "too-many-chapters",
    blocks: true,
    message,
    ...(byThings && { passage: most[0]?.[0] ?? "" }),
  };
}

function tooManyWays(story: StoryText): StoryProblem {
  const things = thingsIn(story);
  return {
    code: "too-many-ways",
    blocks: true,
    message: `There are more ways through this story than a card can hold, because it depends on ${listed(things.slice(0, 6))}. Use fewer of them.`,
  };
}

function neverGiven({ passages }: StoryText): StoryProblem[] {
  const given = new Set(passages.flatMap(({ choices }) => choices.flatMap(({ gives = [] }) => gives)));
  return passages.flatMap(({ name, choices }) =>
    choices.flatMap(({ needs = [] }, choice) => {
      const missing = needs.filter((thing) => !given.has(thing));
      if (missing.length === 0) return [];
      const message = `In “${name}” a way needs ${listed(missing.map((thing) => `“${thing}”`))}, which nothing in the story gives.`;
      return [{ code: "never-given" as const, blocks: false, passage: name, choice, message }];
    }),
  );
}

/** What ways ask for, the most asked first. */
function thingsIn({ passages }: StoryText): readonly string[] {
  const counts = new Map<string, number>();
  for (const { needs = [], needsNot = [] } of passages.flatMap(({ choices }) => choices))
    for (const thing of [...needs, ...needsNot]) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1]).map(([thing]) => thing);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
