/** A press of one of the two buttons. */
export type LivePress = "L" | "R";

/** How many places the ring has: a slot is asked for again only so many presses later. */
const ringSize = 3;

/** Where every listening begins. */
export const liveStart = "start";

/**
 * The slots of a card whose story the server tells: `start`, and for each place of the ring one for each pair of presses that
 * may have led there, as `2LR`. So an address says how many presses there were (by threes) and which the last two were.
 */
export const liveSlotNames: readonly string[] = [
  liveStart,
  ...Array.from({ length: ringSize }, (_, ring) =>
    ["LL", "LR", "RL", "RR"].map((presses) => `${ring}${presses}`),
  ).flat(),
];

/** Where a press leads from a slot. Before the first press there was, so to speak, a left one. */
export function liveSlotAfter(slot: string, press: LivePress): string {
  const { ring, last } = slotParts(slot) ?? { ring: 0, last: "L" };
  return `${(ring + 1) % ringSize}${last}${press}`;
}

/** What a slot's name says. `undefined`: it is where listenings begin, or no slot of ours. */
export function slotParts(
  slot: string,
): { readonly ring: number; readonly before: LivePress; readonly last: LivePress } | undefined {
  const [ring = "", before, last] = slot;
  if (!liveSlotNames.includes(slot) || slot === liveStart) return undefined;
  return { ring: Number(ring), before: before === "R" ? "R" : "L", last: last === "R" ? "R" : "L" };
}

/** The one of the steps up to `most` that a place of the ring may stand for. Negative: there is none. */
export function stepOnRing(ring: number, most: number): number {
  return most - ((((most - ring) % ringSize) + ringSize) % ringSize);
}
