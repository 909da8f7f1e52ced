import type { AudioId, StoryId } from "../ids.ts";
import { goOnWordsIn } from "./go-on-words.ts";
import type { LivePress } from "./live-slots.ts";
import type { LiveStory } from "./live-walk.ts";
import { heardIn, type Saying } from "./saying.ts";
import { beginningOf, openChoices, type StoryState, saysSomething, step, type Walked } from "./step.ts";
import { type Passage, type Story, usualAskingWords } from "./story.ts";

/** What the server needs to tell a story: its ways, and the sounds that were made of it when the card was made. */
export type LiveScript = Walked & {
  readonly storyId: StoryId;
  /** The words are in the sounds: only whether there are any is kept. */
  readonly passages: readonly Passage[];
  /** By {@link sayingKey}. */
  readonly sounds: Readonly<Record<string, AudioId>>;
};

/** Where a listener is; or asked whether to go on from there. */
export type LiveState = StoryState & { readonly comesBack?: true };

/** Something that is said somewhere in a story. */
export type LiveSaying = {
  /** Says where. */
  readonly key: string;
  readonly passage: string;
  /** On which page of its question; absent: the passage itself. */
  readonly asks?: number;
  readonly title: string;
  /** The labels of the ways it offers; none beside a passage. */
  readonly open: readonly string[];
  readonly says: Saying;
};

/** The key of the question whether to go on where the child was. */
const comingBack = "";
const comingBackTitle = "Go on, or begin anew?";

/** A child that thinks is asked so often, then it is silent; the buttons work all the same. */
const timesAsked = 10;
/** So many passages follow one another by themselves at most. Then a press goes on. */
const passagesInARow = 30;
/** So many questions, by what the child may carry, are told apart in a story. */
const mostSayings = 2_000;
/** A passage's ways ask for so many different things at most. */
const mostThings = 10;

/** The key of what is said in a state: of a question it says which ways are open. */
export function sayingKey(story: Walked, state: LiveState): string {
  if (state.comesBack) return comingBack;
  if (state.asks === undefined) return state.passage;
  const all = story.passages.find(({ name }) => name === state.passage)?.choices ?? [];
  const open = openChoices(story, state).map((choice) => all.indexOf(choice));
  return `${state.passage}\n${state.asks}\n${open.join()}`;
}

/**
 * Everything that may be said in a story, whatever a child carries: each passage that can be reached, and its questions; last
 * the question for who comes back. `undefined`: too much to be spoken.
 */
export function liveSayings(
  story: Pick<Story, "passages" | "asksAgain" | "words">,
): readonly LiveSaying[] | undefined {
  const sayings = new Map<string, LiveSaying>();
  const add = (state: LiveState) => {
    const key = sayingKey(story, state);
    if (sayings.has(key)) return;
    const { passage, asks } = state;
    const says = heardIn(story, state);
    const open = asks === undefined ? [] : openChoices(story, state).map(({ label }) => label);
    const title = asks === undefined ? passage : `${passage}?`;
    sayings.set(key, { key, passage, ...(asks !== undefined && { asks }), title, open, says });
  };
  for (const passage of reachedIn(story)) {
    if (saysSomething(passage)) add({ passage: passage.name, carries: [] });
    const things = thingsAskedFor(passage);
    if (things.length > mostThings) return undefined;
    for (const carries of whatMayBeCarried(things)) {
      const state = { passage: passage.name, carries };
      const { length } = openChoices(story, state);
      const isAsked = length > 2 || (length === 2 && (story.asksAgain || !saysSomething(passage)));
      for (let page = 0; isAsked && page < (length > 2 ? length : 1); page += 1)
        add({ ...state, asks: page });
      if (sayings.size > mostSayings) return undefined;
    }
  }
  return [...sayings.values(), comingBackIn(story, undefined)];
}

/** Everything that may be said, with the question for who comes back in this language: that of the voice. */
export function inLanguage(
  sayings: readonly LiveSaying[],
  story: Pick<Story, "passages" | "words">,
  language: string | undefined,
): readonly LiveSaying[] {
  return sayings.map((each) => (each.key === comingBack ? comingBackIn(story, language) : each));
}

function comingBackIn(
  { words, passages }: Pick<Story, "passages" | "words">,
  language: string | undefined,
): LiveSaying {
  const { left, right } = words ?? usualAskingWords;
  const open = goOnWordsIn(language);
  const text = `${open[0]} ${left} ${open[1]} ${right}`;
  const passage = passages[0]?.name ?? "";
  return { key: comingBack, passage, asks: 0, title: comingBackTitle, open, says: { text } };
}

/** The script of a story, with the sounds of all that is said. */
export function scriptOf(story: Story, sounds: ReadonlyMap<string, AudioId>): LiveScript {
  return {
    storyId: story.id,
    asksAgain: story.asksAgain,
    passages: story.passages.map((passage) => ({
      name: passage.name,
      text: saysSomething(passage) ? "…" : "",
      choices: passage.choices,
    })),
    sounds: Object.fromEntries(sounds),
  };
}

/** The story as a listener's walk needs it. A place that is not in the story any more is its beginning. */
export function walkedStory(script: LiveScript): LiveStory<LiveState> {
  const begin = (): LiveState => beginningOf(script) ?? { passage: "", carries: [] };
  const isThere = ({ passage }: LiveState) => script.passages.some(({ name }) => name === passage);
  return {
    begin,
    after: (state, press) => {
      if (!isThere(state)) return begin();
      const { comesBack, ...place } = state;
      if (comesBack) return press === "L" ? place : begin();
      return after(script, toldFrom(script, place).at(-1) ?? place, press) ?? place;
    },
    comeBack: (left) => {
      const { comesBack: _, ...place } = left;
      const last = isThere(place) ? toldFrom(script, place).at(-1) : undefined;
      const isOver = last === undefined || openChoices(script, last).length === 0;
      const hasBegun = placeName(place) !== placeName(begin());
      return isOver || !hasBegun ? begin() : { ...place, comesBack: true };
    },
  };
}

/** What is heard in a state in one go: the passage, what follows by itself, and the question, again and again. */
export function soundsIn(script: LiveScript, state: LiveState): readonly AudioId[] {
  const states: readonly LiveState[] = state.comesBack ? [state] : toldFrom(script, state);
  const sounds = states.map((each) => script.sounds[sayingKey(script, each)]);
  const last = states.at(-1);
  const isAsked = last !== undefined && (last.comesBack === true || last.asks !== undefined);
  return [...sounds, ...Array.from({ length: isAsked ? timesAsked - 1 : 0 }, () => sounds.at(-1))].filter(
    (each) => each !== undefined,
  );
}

/** What follows one after another without a press, up to where a button decides. */
function toldFrom(script: LiveScript, state: StoryState): readonly StoryState[] {
  const told = [state];
  const names = new Set([placeName(state)]);
  for (let here = state; told.length < passagesInARow; ) {
    const next = step(script, here, "end");
    if (next?.go !== "to" || names.has(placeName(next.state))) break;
    here = next.state;
    names.add(placeName(here));
    told.push(here);
  }
  return told;
}

function placeName({ passage, asks, carries }: StoryState): string {
  return JSON.stringify([passage, asks, carries]);
}

/** Where there is but one way, either button goes it: what follows by itself was cut there. */
function after(script: LiveScript, state: StoryState, press: LivePress): StoryState | undefined {
  const pressed = step(script, state, press === "L" ? "left" : "right");
  const next = pressed ?? step(script, state, "end");
  return next?.go === "to" ? next.state : undefined;
}

/** The passages to which some way leads. */
function reachedIn({ passages }: Walked): readonly Passage[] {
  const byName = new Map(passages.toReversed().map((passage) => [passage.name, passage]));
  const reached = new Set(passages.slice(0, 1));
  for (const { choices } of reached)
    for (const { to } of choices) {
      const next = byName.get(to);
      if (next !== undefined) reached.add(next);
    }
  return passages.filter((passage) => reached.has(passage));
}

/** All that may be carried, as far as this passage asks for it. */
function whatMayBeCarried(things: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** things.length }, (_, bits) =>
    things.filter((_thing, at) => Math.floor(bits / 2 ** at) % 2 === 1),
  );
}

function thingsAskedFor({ choices }: Passage): readonly string[] {
  return [...new Set(choices.flatMap(({ needs = [], needsNot = [] }) => [...needs, ...needsNot]))].sort();
}
