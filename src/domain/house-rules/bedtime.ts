import { capabilitiesOf } from "../players/player-family.ts";
import { percentOfSteps } from "../players/volume.ts";
import { type Occurrence, occurrenceAt } from "../time/time-window.ts";
import { endPlaying } from "./end-playing.ts";
import type { HouseRule } from "./house-rule.ts";
import { type CommandRequest, type Opinion, patienceMs, type RuleView, silent } from "./opinion.ts";
import { notesOf, type RuleMemory, type RuleNotes, withDone } from "./rule-memory.ts";

type Bedtime = HouseRule & { kind: "bedtime" };

/** Bedtime that could not be kept is not made up for later than this. */
export const bedtimeLateAtMostMs = 30 * 60_000;

/**
 * When the hours begin (or the rule, when it is made during them): dims the light, turns down over the fade, then ends what
 * plays. Each once per night, not late, and moved by "more time".
 */
export function bedtime(rule: Bedtime, view: RuleView, memory: RuleMemory): Opinion {
  const hours = occurrenceAt(rule.window, view.nowMs, view.zone);
  if (hours === undefined) return silent;
  const beginMs = beginOf(hours, rule, view);
  if (view.nowMs < beginMs) return { ...silent, askAgainAtMs: beginMs };

  const notes = notesOf(memory, rule.id, hours.startMs);
  if (notes.done["ended"] !== undefined || notes.done["missed"] !== undefined) return silent;
  const fadeMs = (rule.fade?.minutes ?? 0) * 60_000;
  if (view.nowMs > beginMs + fadeMs + bedtimeLateAtMostMs) {
    return {
      ...silent,
      notes: withDone(notes, "missed", view.nowMs),
      remarks: ["bedtime had passed before we could act"],
    };
  }
  return act(rule, view, notes, beginMs, fadeMs);
}

/** A rule made during its hours begins when it is made; more time that was given before or during them puts it off. */
function beginOf(hours: Occurrence, { sinceMs }: Bedtime, { moreTimeUntilMs }: RuleView): number {
  return Math.min(Math.max(hours.startMs, sinceMs ?? 0, moreTimeUntilMs ?? 0), hours.endMs);
}

function act(rule: Bedtime, view: RuleView, before: RuleNotes, beginMs: number, fadeMs: number): Opinion {
  const { state, nowMs } = view;
  const wishes: CommandRequest[] = [];
  let notes = before;
  if (
    rule.light !== undefined &&
    notes.done["light"] === undefined &&
    capabilitiesOf(state.family).ambientLight
  ) {
    wishes.push({
      matter: "light",
      command: { do: "set-ambient-light", ...rule.light },
      why: "it is bedtime",
    });
    notes = withDone(notes, "light", nowMs);
  }
  if (state.playback.status !== "playing") {
    return { wishes, notes: withDone(notes, "ended", nowMs), remarks: ["nothing was playing at bedtime"] };
  }
  const fade = fadeAt(rule, view, notes, beginMs);
  if (fade !== undefined) {
    notes = fade.notes;
    if (fade.wish !== undefined) wishes.push(fade.wish);
  }
  if (nowMs >= beginMs + fadeMs) {
    wishes.push(endPlaying(state, rule.ending, nowMs, "it is bedtime"));
    return { wishes, notes: withDone(notes, "ended", nowMs), remarks: [] };
  }
  return {
    wishes,
    notes,
    remarks: [],
    askAgainAtMs: Math.min(fade?.nextStepMs ?? Infinity, beginMs + fadeMs),
  };
}

/** Where the fade should be by now; only ever turns down. */
function fadeAt(rule: Bedtime, { state, nowMs }: RuleView, before: RuleNotes, beginMs: number) {
  const { fade } = rule;
  if (fade === undefined || state.volumeSteps === undefined) return undefined;
  const fromSteps = before.fadeFromSteps ?? state.volumeSteps;
  const notes: RuleNotes = { ...before, fadeFromSteps: fromSteps };
  const down = Math.max(0, fromSteps - fade.toSteps);
  if (down === 0) return { notes };
  const stepMs = (fade.minutes * 60_000) / down;
  const gone = Math.min(down, Math.floor((nowMs - beginMs) / stepMs));
  const steps = fromSteps - gone;
  const nextStepMs = beginMs + (gone + 1) * stepMs;
  if (state.volumeSteps <= steps) return { notes, nextStepMs };
  const lastMs = notes.done[`to-${steps}`];
  if (lastMs !== undefined && nowMs - lastMs < patienceMs)
    return { notes, nextStepMs: Math.min(nextStepMs, lastMs + patienceMs) };
  const wish: CommandRequest = {
    matter: "volume",
    command: { do: "set-volume", percent: percentOfSteps(steps) },
    why: "bedtime turns down slowly",
  };
  return { notes: withDone(notes, `to-${steps}`, nowMs), nextStepMs, wish };
}
