import { capabilitiesOf } from "../players/player-family.ts";
import { localTime, momentOf } from "../time/local-time.ts";
import { occurrenceAt } from "../time/time-window.ts";
import { endPlaying } from "./end-playing.ts";
import type { HouseRule } from "./house-rule.ts";
import { type CommandRequest, type Opinion, patienceMs, type RuleView, silent } from "./opinion.ts";
import { notesOf, type RuleMemory, withDone } from "./rule-memory.ts";

/** Warns by light before the day's minutes are used up, then ends what plays, and what is started after it. */
export function dailyLimit(
  rule: HouseRule & { kind: "daily-limit" },
  view: RuleView,
  memory: RuleMemory,
): Opinion {
  const { state, nowMs, zone } = view;
  if (occurrenceAt(rule.window, nowMs, zone) === undefined || state.playback.status !== "playing")
    return silent;
  const leftMs = rule.minutes * 60_000 - view.listenedTodayMs;
  const warnMs = (rule.warn?.minutesBefore ?? 0) * 60_000;
  let notes = notesOf(memory, rule.id, momentOf(localTime(nowMs, zone).date, 0, zone));
  const wishes: CommandRequest[] = [];

  if (rule.warn !== undefined && leftMs <= warnMs && notes.done["warned"] === undefined) {
    notes = withDone(notes, "warned", nowMs);
    if (capabilitiesOf(state.family).ambientLight) {
      wishes.push({
        matter: "light",
        command: { do: "set-ambient-light", ...rule.warn.light },
        why: "the day's listening is nearly used up",
      });
    }
  }
  if (leftMs > 0) {
    const askInMs = leftMs > warnMs && warnMs > 0 ? leftMs - warnMs : leftMs;
    return { wishes, notes, remarks: [], askAgainAtMs: nowMs + askInMs };
  }
  if (view.moreTimeUntilMs !== undefined && nowMs < view.moreTimeUntilMs) {
    return { wishes, notes, remarks: [], askAgainAtMs: view.moreTimeUntilMs };
  }
  return end(rule, view, notes, wishes);
}

/** The first time the running track may finish; what is started afterwards ends at once. */
function end(
  rule: HouseRule & { kind: "daily-limit" },
  { state, nowMs }: RuleView,
  notes: ReturnType<typeof notesOf>,
  wishes: readonly CommandRequest[],
): Opinion {
  const why = `the ${rule.minutes} minutes of today are used up`;
  const lastMs = notes.done["ended"];
  if (lastMs === undefined) {
    return {
      wishes: [...wishes, endPlaying(state, rule.ending, nowMs, why)],
      notes: withDone(notes, "ended", nowMs),
      remarks: [],
    };
  }
  const mayFinish = rule.ending === "after-the-track" && (state.sleepTimerEndsAtMs ?? 0) > nowMs;
  if (mayFinish || nowMs - lastMs < patienceMs) {
    return {
      wishes,
      notes,
      remarks: [],
      askAgainAtMs: Math.max(lastMs + patienceMs, state.sleepTimerEndsAtMs ?? 0),
    };
  }
  return {
    wishes: [...wishes, endPlaying(state, "at-once", nowMs, why)],
    notes: withDone(notes, "ended", nowMs),
    remarks: [],
    askAgainAtMs: nowMs + patienceMs,
  };
}
