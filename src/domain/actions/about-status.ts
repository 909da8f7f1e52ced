import { omitUndefined } from "../plain-values.ts";
import type { StatusReport } from "../players/player-message.ts";
import { settleEnding, slotKnownWithinMs } from "./about-end.ts";
import { remember, type Slot, type Thought } from "./action-memory.ts";

/** Two reports that contradict each other within this time have overtaken one another. */
export const contradictedWithinMs = 1_500;
/** A changed limit is put down to day or night when a status says so within this time. */
export const limitKnownWithinMs = 6_000;

/** What a status says of the slot and of day and night. A status carries no time, so news must stand for a moment. */
export function noteStatus(thought: Thought, report: StatusReport, atMs: number): void {
  noteSlot(thought, report, atMs);
  const { dayMode } = report;
  if (dayMode === undefined) return;
  const { dayNews, dayMode: before } = thought.memory;
  if (dayNews !== undefined && dayNews.mode !== dayMode) remember(thought, { dayNews: undefined });
  else if (before === undefined) remember(thought, { dayMode });
  else if (dayNews === undefined && before !== dayMode)
    remember(thought, { dayNews: { mode: dayMode, atMs } });
}

function noteSlot(thought: Thought, { cardSlot, activeCardId }: StatusReport, atMs: number): void {
  const { ending, playback } = thought.memory;
  if (cardSlot === undefined) return;
  if (playback.cardId !== undefined && activeCardId !== playback.cardId) return;
  if (playback.cardId !== undefined && playback.source === "card") {
    const lies = cardSlot === "physical";
    remember(thought, {
      slot: lies ? "physical" : "empty",
      slotCardId: lies ? playback.cardId : undefined,
    });
    return;
  }
  // Started from afar: `physical` speaks of another card, which lies there silently.
  if (playback.cardId !== undefined && cardSlot === "remote") {
    noteSilentSlot(thought, "empty", atMs);
    return;
  }
  if (cardSlot !== "empty" && cardSlot !== "physical") return;
  if (ending !== undefined) {
    // One that still speaks of a card playing is older than the end.
    if (activeCardId !== "none" || atMs - ending.atMs > slotKnownWithinMs) return;
    settleEnding(thought, cardSlot);
    remember(thought, { slotNews: { slot: cardSlot, atMs } });
    return;
  }
  noteSilentSlot(thought, cardSlot, atMs);
}

function noteSilentSlot(thought: Thought, cardSlot: Slot, atMs: number): void {
  const { slotNews, slot: before } = thought.memory;
  const contradicted =
    slotNews !== undefined && slotNews.slot !== cardSlot && atMs - slotNews.atMs < contradictedWithinMs;
  if (contradicted) remember(thought, { slot: "unknown", slotNews: undefined });
  else if (before !== cardSlot) remember(thought, { slotNews: { slot: cardSlot, atMs } });
}

/** Believes the news that nobody contradicted. */
export function settleSlot(thought: Thought): void {
  const { slotNews, slot: before, slotCardId, blind } = thought.memory;
  if (slotNews === undefined) return;
  const { slot, atMs } = slotNews;
  remember(thought, { slotNews: undefined, slot });
  if (slot === "empty" && before === "physical" && !blind)
    thought.actions.push({
      what: "card-removed",
      ...omitUndefined({ cardId: slotCardId }),
      cause: "child",
      confidence: "medium",
      atMs,
    });
  if (slot !== before && !(slot === "physical" && before === "unknown" && slotCardId !== undefined))
    remember(thought, { slotCardId: undefined });
}

/** Day or night began, with the limit that changed along with it. */
export function settleDay(thought: Thought): void {
  const { dayNews, limitChange, dayMode } = thought.memory;
  if (dayNews === undefined) return;
  const { mode, atMs } = dayNews;
  remember(thought, { dayNews: undefined, dayMode: mode, limitChange: undefined });
  if (dayMode === mode) return;
  thought.actions.push({
    what: mode === "day" ? "day-began" : "night-began",
    ...(limitChange !== undefined && { fromSteps: limitChange.fromSteps, toSteps: limitChange.toSteps }),
    cause: "player",
    confidence: "high",
    atMs: Math.min(atMs, limitChange?.atMs ?? atMs),
  });
}

/** The loudest a child can turn it has changed, and nobody said why. */
export function settleLimit(thought: Thought): void {
  const { limitChange } = thought.memory;
  if (limitChange === undefined) return;
  remember(thought, { limitChange: undefined });
  thought.actions.push({
    what: "volume-limit-changed",
    ...limitChange,
    cause: "unknown",
    confidence: "low",
  });
}

/** The slot as the last word on it has it. */
export function slotNow({ memory }: Thought): Slot {
  return memory.slotNews?.slot ?? memory.slot;
}
