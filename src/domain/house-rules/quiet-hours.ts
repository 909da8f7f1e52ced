import { percentOfSteps } from "../players/volume.ts";
import { occurrenceAt } from "../time/time-window.ts";
import type { HouseRule } from "./house-rule.ts";
import { type CommandRequest, type Opinion, patienceMs, type RuleView, silent } from "./opinion.ts";
import { notesOf, type RuleMemory, withDone } from "./rule-memory.ts";

/** Stops or turns down what the child starts in quiet hours. What a parent started from here or from Yoto's app goes on. */
export function quietHours(
  rule: HouseRule & { kind: "quiet-hours" },
  view: RuleView,
  memory: RuleMemory,
): Opinion {
  const { state, nowMs } = view;
  const hours = occurrenceAt(rule.window, nowMs, view.zone);
  if (hours === undefined) return silent;
  if (view.moreTimeUntilMs !== undefined && nowMs < view.moreTimeUntilMs) {
    return { ...silent, askAgainAtMs: view.moreTimeUntilMs };
  }
  const { status, cardId, source } = state.playback;
  const startedByParent = source === "remote" || source === "mqtt";
  if (status !== "playing" || cardId === undefined || startedByParent || rule.allowed.includes(cardId))
    return silent;

  const wish = wishOf(rule, state.volumeSteps);
  if (wish === undefined) return silent;
  const notes = notesOf(memory, rule.id, hours.startMs);
  const lastMs = notes.done["spoke"];
  if (lastMs !== undefined && nowMs - lastMs < patienceMs)
    return { ...silent, askAgainAtMs: lastMs + patienceMs };
  return {
    wishes: [wish],
    notes: withDone(notes, "spoke", nowMs),
    remarks: [],
    askAgainAtMs: nowMs + patienceMs,
  };
}

function wishOf(
  rule: HouseRule & { kind: "quiet-hours" },
  volumeSteps: number | undefined,
): CommandRequest | undefined {
  if (rule.reaction.do === "stop") {
    return { matter: "playing", command: { do: "stop" }, why: "a card was started in quiet hours" };
  }
  const { toSteps } = rule.reaction;
  if (volumeSteps === undefined || volumeSteps <= toSteps) return undefined;
  return {
    matter: "volume",
    command: { do: "set-volume", percent: percentOfSteps(toSteps) },
    why: "a card was started in quiet hours",
  };
}
