import type { Choice, Passage, Story } from "./story.ts";

/** As much of a story as its ways need. */
export type Walked = Pick<Story, "passages" | "asksAgain">;

/** Where a child is in a story. */
export type StoryState = {
  readonly passage: string;
  /** Things, sorted, each once. */
  readonly carries: readonly string[];
  /** The question is being asked, on this page of it (from 0); absent: the passage is being told. */
  readonly asks?: number;
};

/** A button, or that what was played has come to its end. */
export type Press = "left" | "right" | "end";

/** What a press leads to. */
export type Stepped =
  | { readonly go: "to"; readonly state: StoryState }
  | { readonly go: "stop" }
  | { readonly go: "repeat" };

/** Where a story begins; `undefined` while it has no passage. */
export function beginningOf(story: Walked): StoryState | undefined {
  const first = story.passages[0];
  return first && enter(story, { passage: first.name, carries: [] });
}

/** The passage of this name; of two alike the first. */
export function passageNamed(story: Walked, name: string): Passage | undefined {
  let index = indexes.get(story.passages);
  if (index === undefined) {
    index = new Map(story.passages.toReversed().map((passage) => [passage.name, passage]));
    indexes.set(story.passages, index);
  }
  return index.get(name);
}

/** Passages by name, for each list of them that somebody walks. */
const indexes = new WeakMap<Walked["passages"], ReadonlyMap<string, Passage>>();

/** The ways that are open to the child now; one that leads nowhere is not. */
export function openChoices(story: Walked, { passage, carries }: StoryState): readonly Choice[] {
  const choices = passageNamed(story, passage)?.choices ?? [];
  return choices.filter(
    ({ to, needs = [], needsNot = [] }) =>
      needs.every((thing) => carries.includes(thing)) &&
      !needsNot.some((thing) => carries.includes(thing)) &&
      passageNamed(story, to) !== undefined,
  );
}

/**
 * What a press leads to; `undefined`: nothing happens. With two ways the buttons are the ways, with one the story goes on by
 * itself, with none it is over and the left button begins again. With more, left takes the one that is offered, and right
 * offers the next.
 */
export function step(story: Walked, state: StoryState, press: Press): Stepped | undefined {
  const open = openChoices(story, state);
  const [first, second] = open;
  if (first === undefined) {
    if (press === "end") return { go: "stop" };
    const beginning = press === "left" ? beginningOf(story) : undefined;
    return beginning && { go: "to", state: beginning };
  }
  if (second === undefined) return press === "end" ? follow(story, state, first) : undefined;
  if (press === "end") {
    if (state.asks !== undefined) return { go: "repeat" };
    return story.asksAgain || open.length > 2 ? { go: "to", state: { ...state, asks: 0 } } : { go: "stop" };
  }
  const page = (state.asks ?? 0) % open.length;
  if (open.length === 2) return follow(story, state, press === "left" ? first : second);
  if (press === "right") return { go: "to", state: { ...state, asks: (page + 1) % open.length } };
  return follow(story, state, open[page] ?? first);
}

/** Whether a passage has a sound at all. */
export function saysSomething({ text, recording }: Pick<Passage, "text" | "recording">): boolean {
  return recording !== undefined || text.trim() !== "";
}

function follow(story: Walked, { carries }: StoryState, { to, gives = [], takes = [] }: Choice): Stepped {
  const kept = carries.filter((thing) => !takes.includes(thing));
  const after = [...new Set([...kept, ...gives])].sort();
  return { go: "to", state: enter(story, { passage: to, carries: after }) };
}

/** Where the child hears something next: passages with nothing to say are passed, as long as there is but one way. */
function enter(story: Walked, at: StoryState): StoryState {
  const passed = new Set<string>();
  let state = at;
  for (;;) {
    const passage = passageNamed(story, state.passage);
    if (passage === undefined || saysSomething(passage)) return state;
    const [first, second] = openChoices(story, state);
    if (second !== undefined) return { ...state, asks: 0 };
    const place = JSON.stringify(state);
    if (first === undefined || passed.has(place)) return state;
    passed.add(place);
    const { to, gives = [], takes = [] } = first;
    const kept = state.carries.filter((thing) => !takes.includes(thing));
    state = { passage: to, carries: [...new Set([...kept, ...gives])].sort() };
  }
}
