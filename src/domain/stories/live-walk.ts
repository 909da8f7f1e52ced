import { type LivePress, liveStart, slotParts, stepOnRing } from "./live-slots.ts";

/** A story as the walk needs it; pure. */
export type LiveStory<State extends object> = {
  begin(): State;
  after(state: State, press: LivePress): State;
  /** For who begins again before it was over. */
  comeBack(left: State): State;
};

/**
 * What one listener was told lately, by slot. Players retry, resume and fetch both ways ahead, so it is a small tree: which way
 * the child went shows when something is asked for that follows only one of them.
 */
export type LiveWalk<State extends object> = {
  /** How many presses after the beginning anything was asked for. */
  readonly furthest: number;
  /** The one asked for last is the last. */
  readonly told: readonly Told<State>[];
};

type Told<State extends object> = { readonly slot: string; readonly step: number; readonly state: State };

/** What a slot tells: the same as before where it is asked for again. */
export type LiveTelling<State extends object> = {
  readonly state: State;
  readonly walk: LiveWalk<State>;
  /** It is a place that the listener may be at; otherwise nobody knows how it came there, and what it heard last is told again. */
  readonly fits: boolean;
};

/** Who plays what it fetched ahead may ask once more for the step before; further back nobody asks. */
const stepsKept = 2;

/** What a slot tells this listener. A pure function: whoever asks again, or too often, changes nothing. */
export function tellLive<State extends object>(
  story: LiveStory<State>,
  walk: LiveWalk<State> | undefined,
  slot: string,
): LiveTelling<State> {
  const name = slotParts(slot);
  if (name === undefined) return fromStart(story, walk);
  if (walk === undefined) return lost(story.begin(), slot, name.ring);
  const step = stepOnRing(name.ring, walk.furthest + 1);
  const state =
    walk.told.find((each) => each.slot === slot && each.step === step)?.state ??
    (step < walk.furthest ? undefined : afterParent(story, walk, step, name));
  if (state !== undefined) return { state, walk: withTold(walk, { slot, step, state }), fits: true };
  // Two presses so quick that the first was never asked for: the name tells both.
  const here = walk.told.findLast((each) => each.step === walk.furthest);
  if (here === undefined || stepOnRing(name.ring, walk.furthest + 2) !== walk.furthest + 2)
    return lost(placeIn(walk) ?? story.begin(), slot, name.ring);
  const skipped = story.after(story.after(here.state, name.before), name.last);
  const told = { slot, step: walk.furthest + 2, state: skipped };
  return { state: skipped, walk: withTold(walk, told), fits: true };
}

/**
 * Where the child is: at what was asked for last, or, where both ways on were fetched ahead, at what they go on from.
 * `undefined`: nothing was told yet.
 */
export function placeIn<State extends object>(walk: LiveWalk<State>): State | undefined {
  return hereIn(walk)?.state;
}

/** {@link placeIn}, with the slot that told it. */
export function hereIn<State extends object>({ told, furthest }: LiveWalk<State>): Told<State> | undefined {
  const ends = told.filter(({ step }) => step === furthest);
  const last = ends.at(-1);
  const name = last && slotParts(last.slot);
  if (last === undefined || name === undefined) return last;
  const isBoth = ends.some(({ slot }) => slot !== last.slot && slotParts(slot)?.before === name.before);
  return (isBoth ? parentOf(told, furthest, name.before) : undefined) ?? last;
}

/** The walk with one more telling, as it is remembered; what is too far back is forgotten. */
export function withTold<State extends object>(walk: LiveWalk<State>, told: Told<State>): LiveWalk<State> {
  const furthest = Math.max(walk.furthest, told.step);
  const others = walk.told.filter(({ slot, step }) => slot !== told.slot && step > furthest - stepsKept);
  return { furthest, told: [...others, told] };
}

function fromStart<State extends object>(
  story: LiveStory<State>,
  walk: LiveWalk<State> | undefined,
): LiveTelling<State> {
  const begun = walk?.told.find(({ slot }) => slot === liveStart);
  // Nobody is further than what may have been fetched ahead: it is the same beginning.
  if (walk !== undefined && begun !== undefined && walk.furthest <= 1)
    return { state: begun.state, walk, fits: true };
  const left = walk && placeIn(walk);
  const state = left === undefined ? story.begin() : story.comeBack(left);
  return { state, walk: { furthest: 0, told: [{ slot: liveStart, step: 0, state }] }, fits: true };
}

function lost<State extends object>(state: State, slot: string, ring: number): LiveTelling<State> {
  const step = ring === 0 ? 3 : ring;
  return { state, walk: { furthest: step, told: [{ slot, step, state }] }, fits: false };
}

function afterParent<State extends object>(
  story: LiveStory<State>,
  { told }: LiveWalk<State>,
  step: number,
  { before, last }: { readonly before: LivePress; readonly last: LivePress },
): State | undefined {
  const parent = parentOf(told, step, before);
  return parent && story.after(parent.state, last);
}

/** What was told a step before, to who pressed `press` to get there; before the first press there was, so to speak, a left one. */
function parentOf<State extends object>(
  told: readonly Told<State>[],
  step: number,
  press: LivePress,
): Told<State> | undefined {
  return told.findLast((each) => each.step === step - 1 && (slotParts(each.slot)?.last ?? "L") === press);
}
