import type { CardStep } from "../cards/card.ts";
import { chapterKeys } from "./chapter-keys.ts";
import { heardIn, type Saying, type Told } from "./saying.ts";
import { beginningOf, openChoices, type Press, passageNamed, type StoryState, step } from "./step.ts";

/** One chapter of the card that a story becomes. A player follows its steps by itself. */
export type CompiledChapter = {
  /** Readable, and as stable as the passage's name. */
  readonly key: string;
  readonly passage: string;
  /** It asks which way, on this page of the question; absent: it tells the passage. */
  readonly asks?: number;
  readonly title: string;
  readonly says: Saying;
  readonly icon?: string;
  /** The labels of the ways that are open. */
  readonly open: readonly string[];
  readonly left?: CardStep;
  readonly right?: CardStep;
  readonly atEnd: CardStep;
};

/** The chapters, where it begins first; or that there are more ways through the story than can be counted out. */
export type Compiled = { readonly chapters: readonly CompiledChapter[]; readonly tooManyWays: boolean };

/** More different situations than this are not told apart: no card would hold them. */
const mostStates = 10_000;
const presses: readonly Press[] = ["left", "right", "end"];

/**
 * Makes chapters of a story: every situation a child can come into, and of those that sound and lead alike for ever only one.
 * Walking the chapters says exactly what `step` says.
 */
export function compileStory(story: Told): Compiled {
  const found = reach(story);
  if (found === undefined) return { chapters: [], tooManyWays: true };
  const { states, ways } = found;
  const classes = merge(story, states, ways);
  // The first of each class speaks for it. The beginning was found first.
  const heads = Map.groupBy(classes.keys(), (state) => classes[state])
    .values()
    .flatMap((of) => of.slice(0, 1));
  const placeOf = placesIn(story);
  const order = [...heads].sort((one, other) => {
    if (one === 0 || other === 0) return one - other;
    return byPlace(placeOf, states[one] as StoryState, states[other] as StoryState);
  });
  const keys = new Map(
    chapterKeys(order.map((index) => states[index] as StoryState)).map((key, at) => [
      classes[order[at] ?? -1],
      key,
    ]),
  );
  const stepOf = (way: Way | undefined): CardStep | undefined => {
    if (way === undefined || typeof way === "string") return way && { go: way };
    return { go: "to", chapterKey: keys.get(classes[way]) ?? "" };
  };
  const chapters = order.map((index): CompiledChapter => {
    const state = states[index] as StoryState;
    const [left, right, atEnd] = (ways[index] ?? []).map(stepOf);
    const { passage, asks } = state;
    const icon = passageNamed(story, passage)?.icon;
    return {
      key: keys.get(classes[index]) ?? "",
      passage,
      ...(asks !== undefined && { asks }),
      title: asks === undefined ? passage : `${passage}?`,
      says: heardIn(story, state),
      ...(icon && { icon }),
      open: openChoices(story, state).map(({ label }) => label),
      ...(left && { left }),
      ...(right && { right }),
      atEnd: atEnd ?? { go: "stop" },
    };
  });
  return { chapters, tooManyWays: false };
}

/** Where a press leads: the number of a state, or what the player does. */
type Way = number | "stop" | "repeat";

/** Every state that can be reached, the beginning first; `undefined`: too many. */
function reach(story: Told) {
  const matters = thingsThatMatter(story);
  const reduced = (state: StoryState): StoryState => {
    const kept = state.carries.filter((thing) => matters.get(state.passage)?.has(thing));
    return kept.length === state.carries.length ? state : { ...state, carries: kept };
  };
  const states: StoryState[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (found: StoryState) => {
    const state = reduced(found);
    const name = JSON.stringify([state.passage, state.asks, state.carries]);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, states.length);
    return states.push(state) - 1;
  };
  const beginning = beginningOf(story);
  if (beginning !== undefined) numberOf(beginning);
  const ways: (readonly (Way | undefined)[])[] = [];
  for (const state of states) {
    if (states.length > mostStates) return undefined;
    ways.push(
      presses.map((press) => {
        const stepped = step(story, state, press);
        return stepped?.go === "to" ? numberOf(stepped.state) : stepped?.go;
      }),
    );
  }
  return { states, ways };
}

/** For each passage, the things that somebody may still be asked for from there on: others make no difference. */
function thingsThatMatter(story: Told): ReadonlyMap<string, ReadonlySet<string>> {
  const matters = new Map<string, Set<string>>();
  for (const { name, choices } of story.passages) {
    if (matters.has(name)) continue;
    matters.set(name, new Set(choices.flatMap(({ needs = [], needsNot = [] }) => [...needs, ...needsNot])));
  }
  for (let grew = true; grew; ) {
    grew = false;
    for (const [name, things] of matters) {
      const before = things.size;
      for (const { to } of passageNamed(story, name)?.choices ?? [])
        for (const thing of matters.get(to) ?? []) things.add(thing);
      grew ||= things.size > before;
    }
  }
  return matters;
}

/**
 * The class of each state: two are in one if the same is heard and every press leads to states of one class. Begins with what is
 * heard, and parts what differs until nothing does. Of a class that is parted the largest part keeps its number, so that only who
 * leads to the others is looked at again.
 */
function merge(
  story: Told,
  states: readonly StoryState[],
  ways: readonly (readonly (Way | undefined)[])[],
): readonly number[] {
  const classes = numbered(
    states.map((state, index) =>
      JSON.stringify([state.passage, state.asks, heardIn(story, state), kinds(ways[index] ?? [])]),
    ),
  );
  const members = Map.groupBy(classes.keys(), (state) => classes[state] ?? 0);
  const leadTo: number[][] = states.map(() => []);
  for (const [state, its] of ways.entries())
    for (const way of its) if (typeof way === "number") leadTo[way]?.push(state);
  for (let changed = new Set(classes); changed.size > 0; ) {
    const moved: number[] = [];
    for (const each of changed) {
      const leads = (state: number) =>
        (ways[state] ?? []).map((way) => (typeof way === "number" ? classes[way] : way)).join();
      const parts = [...Map.groupBy(members.get(each) ?? [], leads).values()];
      const [largest = [], ...others] = parts.toSorted((one, other) => other.length - one.length);
      members.set(each, largest);
      for (const part of others) {
        const number = members.size;
        members.set(number, part);
        for (const state of part) classes[state] = number;
        moved.push(...part);
      }
    }
    changed = new Set(moved.flatMap((state) => leadTo[state] ?? []).flatMap((state) => classes[state] ?? []));
  }
  return classes;
}

const kinds = (ways: readonly (Way | undefined)[]) =>
  ways.map((way) => (typeof way === "number" ? "to" : (way ?? "")));

/** Equal names get equal numbers, in order of appearance. */
function numbered(names: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
}

/** In the order of the passages; a passage before its question, who carries little before who carries much. */
function byPlace(placeOf: ReadonlyMap<string, number>, one: StoryState, other: StoryState): number {
  return (
    (placeOf.get(one.passage) ?? 0) - (placeOf.get(other.passage) ?? 0) ||
    (one.asks ?? -1) - (other.asks ?? -1) ||
    one.carries.length - other.carries.length ||
    (String(one.carries) < String(other.carries) ? -1 : 1)
  );
}

function placesIn(story: Told): ReadonlyMap<string, number> {
  return new Map(story.passages.map(({ name }, place) => [name, place] as const).toReversed());
}
