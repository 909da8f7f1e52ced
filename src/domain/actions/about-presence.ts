import type { CommandId } from "../ids.ts";
import type { PlayerState } from "../players/player-state.ts";
import { settleEnding } from "./about-end.ts";
import { settleDay, settleLimit, settleSlot } from "./about-status.ts";
import { settleKnob } from "./about-volume.ts";
import { remember, type Thought } from "./action-memory.ts";
import { byOrder } from "./attribution.ts";
import type { Sight } from "./sight.ts";

/** Whether a player that is back was switched on or had only lost its Wi-Fi is told by how long it has been up. */
export const arrivalKnownWithinMs = 4_000;
const freshlyUpSeconds = 120;
/** No player is off and on again faster: a word that comes sooner was under way when it left. */
export const bootTakesMs = 8_000;
const emptyBatteryPercent = 5;

/** A player that has just booted without our hearing it come. */
export function noteBoot(thought: Thought, upSeconds: number, atMs: number): void {
  const { arriving, away } = thought.memory;
  if (arriving !== undefined || away?.off !== true || upSeconds > freshlyUpSeconds) return;
  if (atMs - away.atMs >= bootTakesMs) remember(thought, { arriving: { atMs } });
}

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
      confidence: isLikely(thought, after, atMs) ? "high" : "medium",
      atMs,
    });
  else thought.actions.push({ what: "went-offline", cause: "unknown", confidence: "medium", atMs });
  goDark(thought, atMs, ordered !== undefined || why !== undefined, ordered?.orderId);
}

/** Its last words count, unless they come just after a boot: those may be from before. */
function isLikely({ memory }: Thought, { status }: PlayerState, atMs: number): boolean {
  const booted = memory.bootedAtMs !== undefined && atMs - memory.bootedAtMs < freshlyUpSeconds * 1000;
  return status.shutDownReason !== undefined && !booted && memory.arriving === undefined;
}

function hasEmptyBattery({ status: { batteryPercent = 100, charging } }: PlayerState): boolean {
  return batteryPercent <= emptyBatteryPercent && charging !== true;
}

/** What a player that was switched off played is over; one that lost its Wi-Fi may go on playing unheard. */
function goDark(thought: Thought, atMs: number, off: boolean, byOrder?: CommandId): void {
  const { playback, slot, slotCardId } = thought.memory;
  const known = slot === "physical" ? slotCardId : undefined;
  const lay = playback.source === "card" ? (playback.cardId ?? known) : known;
  remember(thought, {
    away: { atMs, off, ...(byOrder !== undefined && { byOrder }) },
    arriving: undefined,
    last: undefined,
    slot: "unknown",
    slotCardId: undefined,
    layCardId: lay,
    blind: !off,
    ...(off && { playback: { status: "stopped" as const }, tick: undefined }),
  });
}

/** It is back: switched on, or only heard again. */
export function settleArrival(thought: Thought, upSeconds: number | undefined): void {
  const { arriving, away } = thought.memory;
  if (arriving === undefined) return;
  const { atMs } = arriving;
  const off = away?.off === true;
  const hadTime = off && atMs - away.atMs >= bootTakesMs;
  // Switched off, and back at once without saying that it was never gone: the boot is still to come.
  if (upSeconds === undefined && off && !hadTime) {
    remember(thought, { arriving: undefined });
    return;
  }
  const booted = upSeconds === undefined ? hadTime : upSeconds <= freshlyUpSeconds;
  remember(thought, { arriving: undefined, away: undefined });
  if (!booted) {
    thought.actions.push({ what: "came-online", cause: "unknown", confidence: "medium", atMs });
    return;
  }
  remember(thought, { bootedAtMs: atMs, blind: false });
  const ordered = away?.byOrder;
  thought.actions.push({
    what: "powered-on",
    ...(ordered === undefined
      ? { cause: "child" as const, confidence: "medium" as const }
      : { cause: "us" as const, confidence: "medium" as const, orderId: ordered }),
    atMs,
  });
}
