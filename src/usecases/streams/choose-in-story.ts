import type { PlayerId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { pressesTo } from "../../domain/stories/live-nearness.ts";
import { liveStart } from "../../domain/stories/live-slots.ts";
import { lastBeginningMs } from "../../domain/streams/card-happenings.ts";
import type { Listening } from "../../domain/streams/listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { Versioned } from "../../stores/records.ts";
import { type CardActivity, cardActivity } from "../cards/card-activity.ts";
import {
  againAs,
  type Before,
  type ChooseDeps,
  type Chosen,
  isSame,
  type SlotAsker,
} from "./choose-for-listener.ts";
import { pickInStory } from "./pick-in-story.ts";
import { playerListener, whoIs } from "./who-listens.ts";

/** What players did before that is of no account for who asks now. */
const lookedBackMs = 3 * 3_600_000;
/** Requests and what players say of themselves are so far apart at most. */
const lagMs = 5_000;

/**
 * What a slot of a story tells whoever asks: of the walks that are remembered (the player's own, that of where it asks from) the
 * one that comes by here. The name of the slot tells the presses, so that how long ago something was asked for does not matter.
 */
export async function chooseInStory(
  deps: ChooseDeps,
  stream: Stream,
  asker: SlotAsker,
  anew: boolean,
): Promise<Chosen | undefined> {
  const nowMs = deps.clock.nowMs();
  const from = await deps.listenings.get(stream.id, asker.from);
  const activity = await cardActivity(deps, stream.id, nowMs - lookedBackMs);
  const playerId = await whoComesBy(deps, stream, asker, from?.value, activity);
  const player = playerId && (await deps.listenings.get(stream.id, playerListener(playerId)));
  const before: Before = { from, ...(player && { player }) };
  const records = inOrder(from, player, activity, playerId);

  for (const { value } of asker.resumes && !anew ? records : []) {
    const answer = value.answers[asker.slot];
    if (answer !== undefined)
      return { ...againAs(answer, value, before), ...(playerId !== undefined && { playerId }) };
  }
  // Whom nobody remembers begins at the beginning.
  const tellings = await Promise.all(
    (records.length > 0 ? records : [undefined]).map(async (record) => ({
      record,
      picked: await pickInStory(deps, stream.id, asker.slot, { walk: record?.value.walk }),
    })),
  );
  const told = tellings.find(({ picked }) => picked?.fits) ?? tellings[0];
  if (told?.picked === undefined) return undefined;
  const { fits: _, ...picked } = told.picked;
  const known = told.record?.value;
  const begins = asker.slot === liveStart && picked.walk?.furthest === 0 && known?.walk?.furthest !== 0;
  const answer = known?.answers[asker.slot];
  const isWhereItWas = JSON.stringify(picked.walk) === JSON.stringify(known?.walk);
  return {
    ...picked,
    again: answer !== undefined && isWhereItWas && isSame(picked, answer),
    startedAtMs: begins || known === undefined ? nowMs : known.startedAtMs,
    ...(playerId !== undefined && { playerId }),
    before,
  };
}

/** The player that may come by this slot, as far as players say where they are; of several, as for any other stream. */
async function whoComesBy(
  deps: ChooseDeps,
  stream: Stream,
  { slot, from }: SlotAsker,
  here: Listening | undefined,
  activity: CardActivity,
): Promise<PlayerId | undefined> {
  const within = (presses: number) =>
    activity.holders.filter((holder) => (pressesTo(slot, placeOf(holder) ?? slot) ?? 3) <= presses);
  const [near, far] = [within(1), within(2)];
  const holders = near.length > 0 ? near : far;
  // Somebody plays it, but not here: another one has just begun, and has not said so yet.
  if (holders.length === 0 && activity.holders.length > 0) return undefined;
  const only = holders.length > 1 ? await onlyOneWhoComes(deps, stream, slot, holders) : undefined;
  return only ?? whoIs(deps, stream, from, here, { ...activity, holders }, deps.clock.nowMs());
}

/**
 * Of several children that are near, the one whose way leads here; rather who comes here first than who was told this before, and of those who says so.
 */
async function onlyOneWhoComes(
  deps: ChooseDeps,
  stream: Stream,
  slot: string,
  holders: readonly PlayerState[],
): Promise<PlayerId | undefined> {
  const coming = await Promise.all(
    holders.map(async (holder) => {
      const { playerId } = holder;
      const walk = (await deps.listenings.get(stream.id, playerListener(playerId)))?.value.walk;
      const saysSo = placeOf(holder) === slot;
      // Who was never told anything begins.
      if (walk === undefined) return slot === liveStart ? [{ playerId, isNew: true, saysSo }] : [];
      const told = await pickInStory(deps, stream.id, slot, { walk });
      const isNew = told?.walk?.furthest !== walk.furthest || !walk.told.some((each) => each.slot === slot);
      return told?.fits ? [{ playerId, isNew, saysSo }] : [];
    }),
  );
  const all = coming.flat();
  const first = all.filter(({ isNew }) => isNew);
  const saying = first.filter(({ saysSo }) => saysSo);
  const [one, another] = [all, first, saying].find(({ length }) => length === 1) ?? [];
  return another === undefined ? one?.playerId : undefined;
}

/** Whether what was asked from here last may have been asked by this player. */
function isOf(from: Listening | undefined, playerId: PlayerId | undefined): boolean {
  const [last] = Object.values(from?.answers ?? {}).toSorted((a, b) => b.lastAskedAtMs - a.lastAskedAtMs);
  return playerId === undefined || last?.playerId === undefined || last.playerId === playerId;
}

const placeOf = ({ playback }: PlayerState) => playback.chapter?.key;

/** The likelier one first: the player's own, unless it began anew since and was not known yet when it did. */
function inOrder(
  from: Versioned<Listening> | undefined,
  player: Versioned<Listening> | undefined,
  { happenings }: CardActivity,
  playerId: PlayerId | undefined,
): readonly Versioned<Listening>[] {
  const beganMs = playerId === undefined ? undefined : lastBeginningMs(happenings, playerId);
  const beganAnew = player !== undefined && (beganMs ?? 0) > player.value.lastAskedAtMs + lagMs;
  const ours = isOf(from?.value, playerId) ? from : undefined;
  return (beganAnew ? [ours, player] : [player, ours]).filter((each) => each !== undefined);
}
