import { liveSlotAfter } from "./live-slots.ts";

/**
 * How many presses lead from where a player says that it is to the slot that somebody asks for: 0 to 2, where that may be the
 * player's asking (it fetches ahead, or what it says comes late); `undefined`: it is hardly this player.
 */
export function pressesTo(slot: string, chapterKey: string): 0 | 1 | 2 | undefined {
  const next = (slots: readonly string[]) =>
    slots.flatMap((each) => [liveSlotAfter(each, "L"), liveSlotAfter(each, "R")]);
  if (chapterKey === slot) return 0;
  if (next([chapterKey]).includes(slot)) return 1;
  return next(next([chapterKey])).includes(slot) ? 2 : undefined;
}
