import type { PlayerOrder } from "../command.ts";
import { known } from "../known.ts";
import type { PlaybackReport } from "../player-message.ts";
import type { Playback } from "../player-state.ts";
import { beginEnding, settleEnding, slotKnownWithinMs } from "./about-end.ts";
import { arrivalKnownWithinMs, concludePresence, settleArrival } from "./about-presence.ts";
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
import { concludeVolume, oneTurnWithinMs, settleKnob } from "./about-volume.ts";
import type { Action, Attribution } from "./action.ts";
import { type ActionMemory, remember, type Thought } from "./action-memory.ts";
import { byApp, byOrder, noteResponse, rememberOrdersMs } from "./attribution.ts";
import { placeIn } from "./known-card.ts";
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
    if (message.report.upSeconds !== undefined) settleArrival(thought, message.report.upSeconds);
    noteStatus(thought, message.report, atMs);
  }
  if (message?.kind === "playback") {
    concludePlayback(thought, sight, message.report);
    concludeVolume(thought, message.report, atMs, message.eventUtcSeconds);
    noteTick(thought, sight.after.playback, message.report, atMs);
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

/** Whether only a status can tell what has just happened. */
export function needsStatus(memory: ActionMemory): boolean {
  return memory.ending !== undefined || memory.limitChange !== undefined;
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
  if (knob !== undefined) due.push([knob.lastAtMs + oneTurnWithinMs, (thought) => settleKnob(thought)]);
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
  const { after, atMs, habits } = sight;
  const { playback: was, ending } = thought.memory;
  const is = after.playback;
  if (was.cardId === is.cardId) {
    if (is.cardId !== undefined) {
      concludeTrack(thought, sight, report);
      concludePause(thought, is, atMs);
    }
  } else if (is.cardId === undefined) {
    beginEnding(thought, sight, report);
  } else {
    const byHand = is.source === "card";
    if (ending !== undefined) settleEnding(thought, slotNow(thought), byHand ? is.cardId : undefined);
    if (is.source === "other") settleKnob(thought, isAlarm(habits, is, atMs));
    concludeStart(thought, sight);
  }
  remember(thought, { playback: is });
}

function concludePause(thought: Thought, is: Playback, atMs: number): void {
  const { playback: was, blind } = thought.memory;
  const [ran, runs] = [isRunning(was), isRunning(is)];
  const { cardId } = is;
  if (ran === runs || cardId === undefined) return;
  const place = { cardId, ...placeIn(is), ...known({ title: is.track?.title }) };
  const atSeconds = known({ atSeconds: is.position?.seconds ?? secondsNow(thought.memory, atMs) });
  const ours = byOrder(thought, atMs, ({ do: what }) =>
    runs ? what === "resume" || what === "play-card" : what === "pause" || what === "stop",
  );
  // Pressing the button, turning the volume to nothing and the power button look alike, and so does an app unheard.
  const child: Attribution = { cause: "child", confidence: blind ? "low" : "medium" };
  const who = ours ?? byApp(thought, atMs, "card") ?? child;
  const what = runs ? "playback-resumed" : is.status === "stopped" ? "playback-stopped" : "playback-paused";
  thought.actions.push({ what, ...place, ...atSeconds, ...who, atMs });
}

const isRunning = ({ status }: Playback) => status === "playing" || status === "loading";

/** A delta without a position does not move what we count from. */
function noteTick(thought: Thought, playback: Playback, report: PlaybackReport, atMs: number): void {
  const { positionSeconds } = report;
  remember(thought, {
    heardAtMs: atMs,
    ...(positionSeconds !== undefined && { tick: { seconds: positionSeconds, atMs } }),
    ...(playback.cardId === undefined && { tick: undefined }),
    ...(report.cardId !== undefined && { blind: false }),
  });
}
