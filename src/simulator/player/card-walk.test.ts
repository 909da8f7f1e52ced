import { expect, test } from "vitest";
import { seededChance } from "../chance.ts";
import { ended, findTrack, playOrder, turned } from "./card-walk.ts";
import { parsePlayerCard } from "./player-card.ts";
import { streamContent } from "./test-family.ts";

function aCard(keys: readonly string[], config: Record<string, unknown> = {}) {
  const content = streamContent("http://x", keys, { config });
  const card = parsePlayerCard({ card: { cardId: "CARD1", content } });
  if (card === undefined) throw new Error("the test's own card is broken");
  return card;
}
const plainOrder = [0, 1, 2];
const stop = { to: "stop" };
const nowhere = { to: "nowhere" };
const track = (index: number) => ({ to: "track", index });

test("the end of a track leads on, round, again, or nowhere, as the card and the box say", () => {
  const card = aCard(["a", "b", "c"]);
  expect(ended(card, plainOrder, 0, false)).toEqual(track(1));
  expect(ended(card, plainOrder, 2, false)).toEqual(stop);
  expect(ended(card, plainOrder, 2, true)).toEqual(track(0));
  expect(ended(aCard(["a", "b"], { autoadvance: "repeat" }), [0, 1], 0, true)).toEqual(track(0));
  expect(ended(aCard(["a", "b"], { autoadvance: "none" }), [0, 1], 0, true)).toEqual(stop);
});

test("the right knob goes to the neighbour, or back to the start after five seconds", () => {
  const card = aCard(["a", "b", "c"]);
  expect(turned(card, plainOrder, 1, "next", 0)).toEqual(track(2));
  expect(turned(card, plainOrder, 1, "previous", 4)).toEqual(track(0));
  expect(turned(card, plainOrder, 1, "previous", 6)).toEqual(track(1));
  expect(turned(card, plainOrder, 2, "next", 0)).toEqual(nowhere);
  const locked = aCard(["a", "b"], { disableTrackNav: true, disableChapterNav: true });
  expect(turned(locked, [0, 1], 0, "next", 0)).toEqual(nowhere);
  expect(turned(locked, [0, 1], 1, "previous", 60)).toEqual(nowhere);
});

test("keys are found only when they are exactly the same", () => {
  const card = aCard(["08", "8", "Left path"]);
  expect(findTrack(card, "8", "8")).toBe(1);
  expect(findTrack(card, "Left path")).toBe(2);
  expect(findTrack(card, "left path")).toBe(-1);
  expect(findTrack(card, "08", "8")).toBe(-1);
});

test("a shuffled range is mixed and cut, the rest stays in place", () => {
  const keys = Array.from({ length: 12 }, (_, at) => `k${at}`);
  const card = aCard(keys, { shuffle: [{ start: 1, end: 10, limit: 4 }] });
  const orders = Array.from({ length: 5 }, (_, seed) => playOrder(card, seededChance(seed)));
  for (const order of orders) {
    expect(order).toHaveLength(6);
    expect(new Set(order).size).toBe(6);
    expect([order[0], order.at(-1)]).toEqual([0, 11]);
  }
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  expect(playOrder(aCard(["a", "b", "c"]), seededChance(1))).toEqual([0, 1, 2]);
});
