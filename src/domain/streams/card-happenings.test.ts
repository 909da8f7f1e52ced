import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import { type CardHappening, hasEnded, heardSeconds, onlyPlayer } from "./card-happenings.ts";

const [kitchen, bedroom] = [PlayerId("kitchen"), PlayerId("bedroom")];
const told = (...what: readonly [number, string, PlayerId?][]): CardHappening[] =>
  what.map(([second, name, playerId = kitchen]) => ({ atMs: second * 1000, what: name, playerId }));

test("what was heard is the time between start and stop, pauses left out", () => {
  const story = told(
    [1, "card-inserted"],
    [1, "track-started"],
    [1, "playback-started"],
    [31, "playback-paused"],
    [100, "playback-started"],
    [110, "playback-started", bedroom],
    [120, "card-removed"],
  );
  expect(heardSeconds(story, kitchen, 0, 500_000)).toBe(50);
  expect(heardSeconds(story, bedroom, 0, 120_000)).toBe(10);
  expect(heardSeconds(story, kitchen, 50_000, 500_000)).toBe(20);
  expect(heardSeconds(story, kitchen, 0, 110_000)).toBe(40);
});

test("it is over when the player stopped after the last request, and only that player", () => {
  const story = told([10, "playback-paused"], [20, "card-removed"]);
  expect(hasEnded(story, kitchen, 15_000)).toBe(true);
  expect(hasEnded(story, kitchen, 20_000)).toBe(false);
  expect(hasEnded(story, bedroom, 0)).toBe(false);
  expect(hasEnded(told([10, "playback-paused"]), kitchen, 0)).toBe(false);
});

test("one player alone is known as the listener, two are not", () => {
  const story = told([1, "card-inserted", bedroom], [20, "card-inserted"]);
  expect(onlyPlayer(story, 10_000)).toBe(kitchen);
  expect(onlyPlayer(story, 0)).toBeUndefined();
  expect(onlyPlayer(story, 30_000)).toBeUndefined();
});
