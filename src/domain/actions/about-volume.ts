import type { Command } from "../players/command.ts";
import type { PlaybackReport } from "../players/player-message.ts";
import { volumeStepsMax } from "../players/volume.ts";
import type { Attribution } from "./action.ts";
import { type KnobTurn, remember, type Thought } from "./action-memory.ts";
import { byApp, byOrder } from "./attribution.ts";

/** Turns of the knob closer together than this are one. */
export const oneTurnWithinMs = 2_000;
/** So long a turn waits for a full report to confirm where it ended. */
export const turnConfirmedWithinMs = 6_000;
/** A hand's steps come one by one, now and then two at once; more in one report were set, or reports were lost. */
const handStepsMost = 2;
/** An alarm sets its volume at the beginning of a minute, and begins to play at once. */
const alarmAtSecond = 4;
const alarmWithinMs = 1_500;

/** The volume, and how far it can be turned. */
export function concludeVolume(
  thought: Thought,
  report: PlaybackReport,
  atMs: number,
  eventUtcSeconds: number | undefined,
): void {
  const limited = noteLimit(thought, report, atMs);
  const { volume: before, knob, playback, began } = thought.memory;
  const { volumeSteps } = report;
  const isFull = report.cardId !== undefined;
  if (isFull && knob !== undefined && volumeSteps === knob.toSteps)
    remember(thought, { knob: { ...knob, confirmed: true } });
  if (volumeSteps === undefined || volumeSteps === before) return;
  remember(thought, { volume: volumeSteps });
  // Pushed down by the new limit, or not known before: nobody turned anything.
  if (before === undefined || (limited && volumeSteps === report.volumeMaxSteps)) return;

  const limit = thought.memory.limit ?? volumeStepsMax;
  const ours = byOrder(thought, atMs, (command) => wants(command, limit, volumeSteps));
  if (ours !== undefined) {
    settleKnob(thought);
    push(thought, { fromSteps: before, toSteps: volumeSteps }, ours, atMs);
    return;
  }
  if (began?.by === "alarm" && atMs - began.atMs < alarmWithinMs) {
    settleKnob(thought, true);
    const alarm: Attribution = { cause: "alarm", confidence: "medium" };
    push(thought, { fromSteps: before, toSteps: volumeSteps }, alarm, atMs);
    return;
  }
  // A full report that says otherwise tells of steps that got lost, of the turn before.
  if (knob !== undefined && atMs - knob.lastAtMs > oneTurnWithinMs && !isFull) settleKnob(thought);
  const turning = thought.memory.knob;
  const step = Math.abs(volumeSteps - before);
  const turn: KnobTurn = {
    fromSteps: turning?.fromSteps ?? before,
    toSteps: volumeSteps,
    reports: (turning?.reports ?? 0) + 1,
    largest: Math.max(turning?.largest ?? 0, step),
    firstAtMs: turning?.firstAtMs ?? atMs,
    lastAtMs: isFull ? (turning?.lastAtMs ?? atMs) : atMs,
    confirmed: isFull,
    mayBeAlarm:
      turning?.mayBeAlarm ??
      (playback.cardId === undefined &&
        [atMs / 1000, eventUtcSeconds ?? atMs / 1000].some((seconds) => seconds % 60 < alarmAtSecond)),
  };
  remember(thought, { knob: turn });
}

/** The knob rests. `alarm`: an alarm began to play just after. */
export function settleKnob(thought: Thought, alarm = false): void {
  const { knob, blind } = thought.memory;
  if (knob === undefined) return;
  remember(thought, { knob: undefined });
  const app = [knob.firstAtMs, knob.lastAtMs].map((atMs) => byApp(thought, atMs, "volume")).find(Boolean);
  push(thought, knob, app ?? byHand(knob, alarm, blind), knob.firstAtMs);
}

function byHand(knob: KnobTurn, alarm: boolean, blind: boolean): Attribution {
  if (alarm && knob.reports === 1) return { cause: "alarm", confidence: "medium" };
  if (blind) return { cause: "unknown", confidence: "low" };
  if (knob.largest > handStepsMost)
    return knob.reports > 1 ? { cause: "child", confidence: "low" } : { cause: "unknown", confidence: "low" };
  return { cause: "child", confidence: knob.reports > 1 && !knob.mayBeAlarm ? "high" : "medium" };
}

function push(
  thought: Thought,
  { fromSteps, toSteps }: { readonly fromSteps: number; readonly toSteps: number },
  who: Attribution,
  atMs: number,
): void {
  const by = toSteps - fromSteps;
  const direction = by > 0 ? "up" : by < 0 ? "down" : "back";
  thought.actions.push({
    what: "volume-changed",
    fromSteps,
    toSteps,
    steps: Math.abs(by),
    direction,
    ...who,
    atMs,
  });
}

function noteLimit(thought: Thought, { volumeMaxSteps }: PlaybackReport, atMs: number): boolean {
  const { limit, limitChange } = thought.memory;
  if (volumeMaxSteps === undefined || volumeMaxSteps === limit) return false;
  remember(thought, { limit: volumeMaxSteps });
  if (limit === undefined) return false;
  remember(thought, {
    limitChange: { fromSteps: limitChange?.fromSteps ?? limit, toSteps: volumeMaxSteps, atMs },
  });
  return true;
}

/** How a player rounds a percentage between two steps is not published. */
function wants(command: Command, limit: number, steps: number): boolean {
  if (command.do !== "set-volume") return false;
  return Math.abs(steps - Math.min(limit, (command.percent * volumeStepsMax) / 100)) < 1;
}
