import { expect, test } from "vitest";
import type { ActionMemory } from "../domain/actions/action-memory.ts";
import { PlayerId } from "../domain/ids.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import { createEchoes } from "./echoes.ts";
import { createPlayerMemory } from "./player-memory.ts";

const nothing: ActionMemory = {
  playback: { status: "stopped" },
  blind: true,
  slot: "unknown",
  orders: [],
  foreign: [],
};

function volume(steps: number, atMs: number, eventUtcSeconds = 1): PlayerMessage {
  return {
    playerId: PlayerId("y2SimV3Player000000000A1"),
    arrivedAtMs: atMs,
    topic: "data/events",
    kind: "playback",
    report: { volumeSteps: steps },
    eventUtcSeconds,
  };
}

/** What is left of messages that come `[way, steps, atMs]`. */
function heard(...arrivals: [string, number, number][]) {
  const echoes = createEchoes(createPlayerMemory(nothing));
  return arrivals
    .filter(([way, steps, atMs]) => !echoes.isEcho(volume(steps, atMs), way))
    .map(([, steps]) => steps);
}

test("a report on a legacy topic and its twin on the new one are one", () => {
  expect(heard(["events", 7, 0], ["data/events", 7, 120])).toEqual([7]);
});

test("a knob turned up, down and up again within a second stays three steps, however the topics interleave", () => {
  expect(
    heard(
      ["events", 7, 0],
      ["events", 8, 50],
      ["data/events", 7, 60],
      ["events", 7, 100],
      ["data/events", 8, 110],
      ["data/events", 7, 160],
    ),
  ).toEqual([7, 8, 7]);
});

test("the same words on the same way are said twice", () => {
  expect(heard(["data/events", 7, 0], ["data/events", 7, 100])).toEqual([7, 7]);
});

test("the same words much later are no echo", () => {
  expect(heard(["events", 7, 0], ["data/events", 7, 60_000])).toEqual([7, 7]);
});
