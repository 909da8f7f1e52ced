import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import { whoAsks } from "./who-asks.ts";

const [a, b] = [PlayerId("a"), PlayerId("b")];
const nobody = new Set<PlayerId>();

test("the only player that plays the card is who asks", () => {
  expect(whoAsks({ holders: [a], elsewhere: nobody })).toBe(a);
  expect(whoAsks({ holders: [a], elsewhere: nobody, before: b })).toBe(a);
});

test("of two, the one that does not ask from elsewhere, or that asked from here before", () => {
  expect(whoAsks({ holders: [a, b], elsewhere: new Set([a]) })).toBe(b);
  expect(whoAsks({ holders: [a, b], elsewhere: nobody, before: b })).toBe(b);
  expect(whoAsks({ holders: [a, b], elsewhere: nobody, before: a, waiting: new Set([b]) })).toBe(b);
  expect(whoAsks({ holders: [a, b], elsewhere: nobody })).toBeUndefined();
});

test("before a player has said that it plays, the one that asked from here last", () => {
  expect(whoAsks({ holders: [], elsewhere: nobody, before: a })).toBe(a);
  expect(whoAsks({ holders: [b], elsewhere: new Set([b]), before: a })).toBe(a);
  expect(whoAsks({ holders: [], elsewhere: nobody })).toBeUndefined();
  expect(whoAsks({ holders: [a], elsewhere: new Set([a]), before: a })).toBeUndefined();
});
