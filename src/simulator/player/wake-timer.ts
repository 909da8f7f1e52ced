import type { PretendClock, Timer } from "../clock.ts";
import { nextWake } from "./player-machine.ts";
import type { PlayerModel, WakeName } from "./player-model.ts";

const longestMs = 2_000_000_000; // setTimeout ends at 2^31 ms

/** One timer for all that a player does by itself: nothing runs in between. */
export function createWakeTimer(
  clock: PretendClock,
  model: () => PlayerModel,
  onWake: (name: WakeName) => void,
) {
  let set: { readonly atMs: number; readonly timer: Timer } | undefined;

  const plan = () => {
    const next = nextWake(model());
    if (next !== undefined && next.atMs === set?.atMs) return;
    set?.timer.cancel();
    set = undefined;
    if (next === undefined) return;
    const inMs = Math.min(longestMs, Math.max(0, next.atMs - clock.nowMs()));
    set = { atMs: next.atMs, timer: clock.after(inMs, ring) };
  };

  const ring = () => {
    set = undefined;
    const due = nextWake(model());
    if (due !== undefined && due.atMs <= clock.nowMs()) onWake(due.name);
    else plan();
  };

  return { plan, close: () => set?.timer.cancel() };
}
