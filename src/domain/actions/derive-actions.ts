import { omitUndefined, sameValue } from "../plain-values.ts";
import type { PlayerOrder } from "../players/command.ts";
import type { PlaybackReport } from "../players/player-message.ts";
import type { Playback } from "../players/player-state.ts";
import { beginEnding, settleEnding, slotKnownWithinMs } from "./about-end.ts";
import { arrivalKnownWithinMs, concludePresence, noteBoot, settleArrival } from "./about-presence.ts";
import { concludeStart, isAlarm } from "./about-start.ts";
import {
  contradictedWithinMs,
  limitKnownWithinMs,
  noteStatus,
  settleDay,
  settleLimit,
  settleSlot,
  slotNow,
} from "./about-status.ts";
import { concludeTrack } from "./about-track.ts";
import { concludeVolume, oneTurnWithinMs, settleKnob, turnConfirmedWithinMs } from "./about-volume.ts";
import type { Action, Attribution } from "./action.ts";
import { type ActionMemory, remember, type Thought } from "./action-memory.ts";
import { byApp, byOrder, noteResponse, rememberOrdersMs } from "./attribution.ts";
import { placeIn, placeOf } from "./known-card.ts";
import { secondsNow } from "./position.ts";
import type { Sight } from "./sight.ts";

/** What was concluded, and what to remember for the next time. */
export type Derived = { readonly memory: ActionMemory; readonly actions: readonly Action[] };

/**
 * What happened to a player, from two successive states and the message between them. No player reports its buttons, so this
 * is judgement: each action says how sure it is and who did it. Some are told a moment later, when a status or the end of a
 * turn has settled them: ask {@link settleActions} again at {@link settlesAtMs}.
 */
export function deriveActions(memory: ActionMemory, sight: Sight): Derived {
  const thought: Thought = { memory, actions: [] };
  const { message, atMs } = sight;
  settleDue(thought, atMs);
  if (message?.kind === "response") noteResponse(thought, message, atMs);
  concludePresence(thought, sight);
  if (message?.kind === "status") {
    const { upSeconds } = message.report;
    if (upSeconds !== undefined) {
      noteBoot(thought, upSeconds, atMs);
      settleArrival(thought, upSeconds);
    }
    noteStatus(thought, message.report, atMs);
  }
  if (message?.kind === "playback") {
    concludePlayback(thought, sight, message.report);
    concludeVolume(thought, message.report, atMs, message.eventUtcSeconds);
    noteTick(thought, sight, message.report);
  }
  return thought;
}

/** Settles what has waited long enough. */
export function settleActions(memory: ActionMemory, atMs: number): Derived {
  const thought: Thought = { memory, actions: [] };
  settleDue(thought, atMs);
  return thought;
}

/** Settles everything at once, because nobody will listen any more. */
export function settleAll(memory: ActionMemory): Derived {
  return settleActions(memory, Number.POSITIVE_INFINITY);
}

/** When something that waits must be settled at the latest. */
export function settlesAtMs(memory: ActionMemory): number | undefined {
  const due = deadlines(memory).map(([atMs]) => atMs);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** An order of ours goes out: what it brings about is not the child's doing. */
export function rememberOrder(memory: ActionMemory, order: PlayerOrder, sentAtMs: number): ActionMemory {
  const recent = memory.orders.filter((each) => sentAtMs - each.sentAtMs < rememberOrdersMs);
  return { ...memory, orders: [...recent, { order, sentAtMs, spent: false }] };
}

/** Nobody listened for a while: the next report shows only a result. */
export function goBlind(memory: ActionMemory): ActionMemory {
  return { ...memory, blind: true, slot: "unknown" };
}

/** Whether only a status can tell what has happened since `before`. */
export function needsStatus(memory: ActionMemory, before: ActionMemory): boolean {
  const begun = (what: "ending" | "limitChange") =>
    memory[what] !== undefined && memory[what].atMs !== before[what]?.atMs;
  return begun("ending") || begun("limitChange");
}

const asksVolumeAfterMs = 1_200;
/** How exactly a track goes on where it would be, in reports of whole seconds. */
const sameFlowSeconds = 1.6;

/** When to ask where a turn of the knob ended, if no report says so by itself. */
export function asksVolumeAtMs({ knob }: ActionMemory): number | undefined {
  return knob === undefined || knob.confirmed ? undefined : knob.lastAtMs + asksVolumeAfterMs;
}

type Settle = (thought: Thought) => void;

function deadlines({
  ending,
  knob,
  slotNews,
  dayNews,
  limitChange,
  arriving,
}: ActionMemory): [number, Settle][] {
  const due: [number, Settle][] = [];
  if (knob !== undefined)
    due.push([
      knob.lastAtMs + (knob.confirmed ? oneTurnWithinMs : turnConfirmedWithinMs),
      (thought) => settleKnob(thought),
    ]);
  if (slotNews !== undefined) due.push([slotNews.atMs + contradictedWithinMs, settleSlot]);
  if (dayNews !== undefined) due.push([dayNews.atMs + contradictedWithinMs, settleDay]);
  if (limitChange !== undefined) due.push([limitChange.atMs + limitKnownWithinMs, settleLimit]);
  if (ending !== undefined)
    due.push([ending.atMs + slotKnownWithinMs, (thought) => settleEnding(thought, "unknown")]);
  if (arriving !== undefined)
    due.push([arriving.atMs + arrivalKnownWithinMs, (thought) => settleArrival(thought, undefined)]);
  return due.sort(([one], [other]) => one - other);
}

function settleDue(thought: Thought, atMs: number): void {
  for (;;) {
    const [first] = deadlines(thought.memory);
    if (first === undefined || first[0] > atMs) return;
    first[1](thought);
  }
}

function concludePlayback(thought: Thought, sight: Sight, report: PlaybackReport): void {
  const { after, atMs } = sight;
  const { playback: was, ending } = thought.memory;
  const is = after.playback;
  // A card that an app had started is put in, or rings as an alarm: it begins anew although it is the same.
  const anew =
    was.source !== undefined && is.source !== was.source && (is.source === "card" || is.source === "other");
  if (was.cardId === is.cardId && !(anew && is.cardId !== undefined)) {
    if (is.cardId !== undefined) {
      // Going to another track of a paused card makes it play: that is one deed.
      if (!concludeTrack(thought, sight, report) || !isRunning(is)) concludePause(thought, is, atMs);
    }
  } else if (is.cardId === undefined) {
    beginEnding(thought, sight, report);
  } else {
    if (hasNeverEnded(thought, is, report, atMs)) {
      remember(thought, { ending: undefined, playback: is });
      return;
    }
    const byHand = is.source === "card";
    if (ending !== undefined) settleEnding(thought, slotNow(thought), byHand ? is.cardId : undefined);
    if (is.source === "other") settleKnob(thought, isAlarm(sight.habits, is, atMs));
    concludeStart(thought, sight);
  }
  remember(thought, { playback: is });
}

/** An end that was overtaken: the same track is where it would be had nothing happened. */
function hasNeverEnded(
  { memory: { ending } }: Thought,
  is: Playback,
  { positionSeconds }: PlaybackReport,
  atMs: number,
): boolean {
  if (ending?.countedSeconds === undefined || positionSeconds === undefined) return false;
  if (ending.cardId !== is.cardId || !sameValue(placeIn(is), placeOf(ending))) return false;
  const expected = ending.countedSeconds + (atMs - ending.atMs) / 1000;
  return Math.abs(positionSeconds - expected) <= sameFlowSeconds;
}

function concludePause(thought: Thought, is: Playback, atMs: number): void {
  const { playback: was, blind } = thought.memory;
  const [ran, runs] = [isRunning(was), isRunning(is)];
  const { cardId } = is;
  if (ran === runs || cardId === undefined) return;
  const place = { cardId, ...placeIn(is), ...omitUndefined({ title: is.track?.title }) };
  const atSeconds = omitUndefined({ atSeconds: is.position?.seconds ?? secondsNow(thought.memory, atMs) });
  // How far it has come since tells when it went on, if the word of it was lost.
  const sinceMs = runs ? wentOnMs(thought, is) : 0;
  const ours = byOrder(thought, atMs - sinceMs, ({ do: what }) =>
    runs ? what === "resume" || what === "play-card" : what === "pause" || what === "stop",
  );
  // Pressing the button, turning the volume to nothing and the power button look alike, and so does an app unheard.
  const child: Attribution = { cause: "child", confidence: "medium" };
  const nobody: Attribution = { cause: "unknown", confidence: "low" };
  const who = ours ?? byApp(thought, atMs - sinceMs, "card") ?? (blind ? nobody : child);
  const what = runs ? "playback-resumed" : is.status === "stopped" ? "playback-stopped" : "playback-paused";
  thought.actions.push({ what, ...place, ...atSeconds, ...who, atMs });
}

const wentOnAtMostMs = 8_000;

function wentOnMs({ memory: { tick } }: Thought, { position }: Playback): number {
  const ms = ((position?.seconds ?? 0) - (tick?.seconds ?? position?.seconds ?? 0)) * 1000;
  return ms > 0 && ms <= wentOnAtMostMs ? ms : 0;
}

const isRunning = ({ status }: Playback) => status === "playing" || status === "loading";

/** A delta without a position does not move what we count from. */
function noteTick(
  thought: Thought,
  { after: { playback }, atMs, heldUpMs = 0 }: Sight,
  report: PlaybackReport,
): void {
  const { positionSeconds } = report;
  remember(thought, {
    heardAtMs: atMs,
    ...(positionSeconds !== undefined && { tick: { seconds: positionSeconds, atMs: atMs - heldUpMs } }),
    ...(playback.cardId === undefined && { tick: undefined }),
    ...(report.cardId !== undefined && { blind: false }),
  });
}
