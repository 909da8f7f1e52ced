import type { CommandId } from "../ids.ts";
import type { PlayerState } from "../player-state.ts";
import { settleEnding } from "./about-end.ts";
import { settleDay, settleLimit, settleSlot } from "./about-status.ts";
import { settleKnob } from "./about-volume.ts";
import { remember, type Thought } from "./action-memory.ts";
import { byOrder } from "./attribution.ts";
import type { Sight } from "./sight.ts";

/** Whether a player that is back was switched on or had only lost its Wi-Fi is told by how long it has been up. */
export const arrivalKnownWithinMs = 4_000;
const freshlyUpSeconds = 120;
const emptyBatteryPercent = 5;

/** It went, or came back. */
export function concludePresence(thought: Thought, sight: Sight): void {
  const { before, after, atMs } = sight;
  if (before.presence.is === after.presence.is) return;
  if (after.presence.is === "offline") leave(thought, after, atMs);
  else if (after.presence.is === "online" && before.presence.is === "offline")
    remember(thought, { arriving: { atMs } });
}

function leave(thought: Thought, after: PlayerState, atMs: number): void {
  settleEnding(thought, "unknown");
  settleKnob(thought);
  settleSlot(thought);
  settleDay(thought);
  settleLimit(thought);
  const ordered = byOrder(
    thought,
    atMs,
    (command) => command.do === "reboot" || (command.do === "bluetooth-on" && command.as === "speaker"),
    { late: true },
  );
  const why = after.status.shutDownReason ?? (hasEmptyBattery(after) ? "lowBattery" : undefined);
  if (ordered !== undefined) thought.actions.push({ what: "went-offline", ...ordered, atMs });
  else if (why !== undefined)
    thought.actions.push({
      what: "powered-off",
      why,
      cause: why === "userShutdown" ? "child" : "player",
      confidence: after.status.shutDownReason === undefined ? "medium" : "high",
      atMs,
    });
  else thought.actions.push({ what: "went-offline", cause: "unknown", confidence: "medium", atMs });
  goDark(thought, atMs, ordered !== undefined || why !== undefined, ordered?.orderId);
}

function hasEmptyBattery({ status: { batteryPercent = 100, charging } }: PlayerState): boolean {
  return batteryPercent <= emptyBatteryPercent && charging !== true;
}

/** What a player that was switched off played is over; one that lost its Wi-Fi may go on playing unheard. */
function goDark(thought: Thought, atMs: number, off: boolean, byOrder?: CommandId): void {
  const { playback, slotCardId } = thought.memory;
  const lay = playback.source === "card" ? (playback.cardId ?? slotCardId) : slotCardId;
  remember(thought, {
    away: { atMs, off, ...(byOrder !== undefined && { byOrder }) },
    arriving: undefined,
    slot: "unknown",
    slotCardId: lay,
    blind: !off,
    ...(off && { playback: { status: "stopped" as const }, tick: undefined }),
  });
}

/** It is back: switched on, or only heard again. */
export function settleArrival(thought: Thought, upSeconds: number | undefined): void {
  const { arriving, away } = thought.memory;
  if (arriving === undefined) return;
  const { atMs } = arriving;
  const booted = upSeconds === undefined ? away?.off === true : upSeconds <= freshlyUpSeconds;
  remember(thought, { arriving: undefined, away: undefined });
  if (!booted) {
    thought.actions.push({ what: "came-online", cause: "unknown", confidence: "medium", atMs });
    return;
  }
  const { playback } = thought.memory;
  const stale = away?.off === true ? {} : forgotten(playback);
  remember(thought, { bootedAtMs: atMs, blind: false, ...stale });
  const ordered = away?.byOrder;
  thought.actions.push({
    what: "powered-on",
    ...(ordered === undefined
      ? { cause: "child" as const, confidence: "medium" as const }
      : { cause: "us" as const, confidence: "high" as const, orderId: ordered }),
    atMs,
  });
}

/** It turns out that it had been off: what it played then is no measure for what it plays now. */
function forgotten({ cardId }: PlayerState["playback"]) {
  return cardId === undefined ? {} : { slotCardId: cardId };
}
