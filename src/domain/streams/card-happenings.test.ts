import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import { type CardHappening, hasEnded, heardUpTo, lastBeginningMs, onlyPlayer } from "./card-happenings.ts";

const [kitchen, bedroom] = [PlayerId("kitchen"), PlayerId("bedroom")];
const at = (second: number, what: string, more: Partial<CardHappening> = {}): CardHappening => ({
  atMs: second * 1000,
  what,
  playerId: kitchen,
  ...more,
});

test("how far it was heard is what the player said last", () => {
  const story = [
    at(1, "card-inserted"),
    at(31, "playback-paused", { atSeconds: 30 }),
    at(90, "playback-resumed", { atSeconds: 30 }),
    at(95, "volume-changed", { playerId: bedroom, atSeconds: 7 }),
    at(120, "card-removed", { atSeconds: 60 }),
  ];
  expect(heardUpTo(story, kitchen, 0)).toBe(60);
  expect(heardUpTo(story.slice(0, 3), kitchen, 0, 41)).toBe(41);
  expect(heardUpTo(story, kitchen, 0, 41)).toBe(60);
  expect(heardUpTo(story.slice(0, 1), kitchen, 0)).toBe(0);
  expect(heardUpTo(story, kitchen, 500_000)).toBe(0);
  expect(heardUpTo([...story, at(200, "card-ended")], kitchen, 0)).toBe(Number.POSITIVE_INFINITY);
});

test("it is over when the player stopped after the last request, and only that player", () => {
  const story = [at(10, "playback-paused"), at(20, "card-removed")];
  expect(hasEnded(story, kitchen, 15_000)).toBe(true);
  expect(hasEnded(story, kitchen, 20_000)).toBe(false);
  expect(hasEnded(story, bedroom, 0)).toBe(false);
  expect(hasEnded(story.slice(0, 1), kitchen, 0)).toBe(false);
});

test("when a player began is told of that player alone", () => {
  const story = [at(1, "card-inserted"), at(5, "card-started", { playerId: bedroom })];
  expect(lastBeginningMs(story, kitchen)).toBe(1000);
  expect(lastBeginningMs([], kitchen)).toBeUndefined();
});

test("one player alone is known as the listener, two are not", () => {
  const story = [at(1, "card-inserted", { playerId: bedroom }), at(20, "card-inserted")];
  expect(onlyPlayer(story, 10_000)).toBe(kitchen);
  expect(onlyPlayer(story, 0)).toBeUndefined();
  expect(onlyPlayer(story, 30_000)).toBeUndefined();
});
