import { expect, test } from "vitest";
import { eventGroups, eventWords, turnGroup } from "./event-groups.ts";

const [cards, begins] = eventGroups;

test("a group is switched off and on again, and everything is everything", () => {
  const without = turnGroup(undefined, cards.kinds);
  expect(without).not.toContain("card-inserted");
  expect(without).toContain("card-started");
  expect(turnGroup(without, cards.kinds)).toBeUndefined();
});

test("the last one stays", () => {
  expect(turnGroup(["card-started", "card-ended"], begins.kinds)).toEqual(["card-started", "card-ended"]);
});

test("in words, also for kinds of a later version", () => {
  expect(eventWords(undefined)).toBe("Everything that happens");
  expect(eventWords(["card-inserted"])).toBe("A card goes in or out");
  expect(eventWords(turnGroup(undefined, cards.kinds))).toBe("Everything but: A card goes in or out");
  expect(eventWords(["moon-landed"])).toBe("moon-landed");
});
