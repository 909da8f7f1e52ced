import type { YotoCardId } from "../ids.ts";
import { omitUndefined } from "../plain-values.ts";
import type { PlaybackReport } from "../players/player-message.ts";
import type { Attribution } from "./action.ts";
import { type Ending, remember, type Slot, type Thought } from "./action-memory.ts";
import { byApp, byOrder } from "./attribution.ts";
import { placeIn } from "./known-card.ts";
import { leftOfTrack, secondsNow } from "./position.ts";
import type { Sight } from "./sight.ts";

/** A status is asked for when a card goes; without an answer we judge by what we have. */
export const slotKnownWithinMs = 6_000;
const timerWithinMs = 5_000;
const endCountedWithinSeconds = 2.5;

/** Playback is over: the card was pulled, came to its end, or was stopped. Only its slot tells which. */
export function beginEnding(thought: Thought, sight: Sight, report: PlaybackReport): void {
  const { before, atMs } = sight;
  const { memory } = thought;
  const { cardId, source, track } = memory.playback;
  if (cardId === undefined) return;
  const atSeconds = report.positionSeconds ?? secondsNow(memory, atMs);
  const length = report.trackSeconds ?? track?.seconds;
  const said = length !== undefined && length > 0 && report.positionSeconds !== undefined;
  const saidLeft = said ? length - report.positionSeconds : undefined;
  const timer = before.sleepTimerEndsAtMs;
  const ending: Ending = {
    cardId,
    ...placeIn(memory.playback),
    ...omitUndefined({ title: track?.title, atSeconds, countedSeconds: secondsNow(memory, atMs) }),
    atMs,
    wasInSlot:
      (source === "card" && memory.slot !== "empty") ||
      (memory.slot === "physical" && memory.slotCardId === cardId),
    knownInSlot: memory.slot === "physical" && memory.slotCardId === cardId,
    atEnd: endOf(saidLeft, memory.blind ? undefined : leftOfTrack(memory, atMs)),
    unheard: memory.blind,
    timerDue: timer !== undefined && Math.abs(atMs - timer) <= timerWithinMs,
    byAlarm: memory.began?.by === "alarm",
  };
  remember(thought, { ending, last: { cardId, ...placeIn(memory.playback) } });
  // A card that was not in the slot cannot have been pulled out of it.
  if (!ending.wasInSlot) settleEnding(thought, "unknown");
}

/** By the player's own last word, or else by our count. */
function endOf(saidLeft: number | undefined, countedLeft: number | undefined): Ending["atEnd"] {
  if (saidLeft !== undefined && saidLeft <= 0) return "said";
  return (saidLeft ?? countedLeft ?? Number.POSITIVE_INFINITY) <= endCountedWithinSeconds ? "counted" : "no";
}

/** Decides what ended the playback. `then`: the card that began meanwhile, put in by hand. */
export function settleEnding(thought: Thought, slot: Slot, then?: YotoCardId): void {
  const { ending } = thought.memory;
  if (ending === undefined) return;
  remember(thought, { ending: undefined });
  const { cardId, chapterKey, trackKey, title, atSeconds, wasInSlot } = ending;
  const place = { cardId, ...omitUndefined({ chapterKey, trackKey, title }) };
  const seconds = omitUndefined({ atSeconds });
  const swapped = then !== undefined && then !== cardId;
  const seen: Slot = swapped ? "empty" : slot;
  const ours = stopOrder(thought, ending.atMs);
  // It had played to its end by the player's own word: whoever took it out came a moment later.
  const pulledAfterwards = ending.atEnd === "said" && ours === undefined;

  if (wasInSlot && seen === "empty" && !pulledAfterwards) {
    const elsewise =
      ending.unheard ||
      (!ending.knownInSlot && !swapped) ||
      ours !== undefined ||
      ending.atEnd !== "no" ||
      ending.timerDue;
    thought.actions.push({
      what: "card-removed",
      ...place,
      ...seconds,
      cause: "child",
      confidence: elsewise ? "medium" : "high",
      atMs: ending.atMs,
    });
    remember(thought, { slot: "empty", slotCardId: undefined });
    return;
  }
  const stopped = ours ?? whoStopped(thought, ending);
  if (
    wasInSlot &&
    slot === "unknown" &&
    ours === undefined &&
    stopped === undefined &&
    ending.atEnd === "no"
  ) {
    thought.actions.push({
      what: "card-removed",
      ...place,
      ...seconds,
      cause: "child",
      confidence: ending.unheard ? "low" : "medium",
      atMs: ending.atMs,
    });
    remember(thought, { slot: "unknown" });
    return;
  }
  if (wasInSlot)
    remember(thought, {
      slot: slot === "physical" || seen === "empty" ? "physical" : "unknown",
      slotCardId: cardId,
    });
  if (stopped === undefined && ending.atEnd !== "no") {
    const confidence = ending.atEnd === "said" && (slot === "physical" || !wasInSlot) ? "high" : "medium";
    thought.actions.push({ what: "card-ended", ...place, cause: "player", confidence, atMs: ending.atMs });
    return;
  }
  const who: Attribution = stopped ?? { cause: "unknown", confidence: "low" };
  thought.actions.push({ what: "playback-stopped", ...place, ...seconds, ...who, atMs: ending.atMs });
}

function stopOrder(thought: Thought, atMs: number): Attribution | undefined {
  return byOrder(thought, atMs, ({ do: what }) => what === "stop" || what === "pause" || what === "reboot");
}

function whoStopped(thought: Thought, { atMs, atEnd, timerDue, byAlarm }: Ending): Attribution | undefined {
  // A player that says itself that it has reached the end needs no other reason.
  if (atEnd === "said") return undefined;
  if (timerDue) return { cause: "timer", confidence: "medium" };
  const app = byApp(thought, atMs, "card");
  if (app !== undefined) return app;
  // Any button ends an alarm.
  return byAlarm && atEnd === "no" ? { cause: "child", confidence: "medium" } : undefined;
}
