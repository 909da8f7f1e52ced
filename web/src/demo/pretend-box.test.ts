import { expect, test } from "vitest";
import { readPretendBox } from "./pretend-box.ts";

const kitchen = {
  deviceId: "y2kitchen",
  name: "Kitchen",
  actions: ["insert"],
  state: {
    family: "v3",
    activity: "playing",
    slot: "abcde",
    playing: { cardId: "abcde", cardTitle: "Owl", url: "http://127.0.0.1:8080/s/x/01.mp3" },
    positionSeconds: 12.5,
    waiting: false,
    volume: 6,
    volumeMax: 10,
    day: false,
  },
};

test("a playing box tells its card, its address and its place", () => {
  expect(readPretendBox(kitchen)).toMatchObject({
    name: "Kitchen",
    slotCardId: "abcde",
    night: true,
    volumeMaxSteps: 10,
    playing: { cardTitle: "Owl", seconds: 12.5, sounding: true },
  });
});

test("a card with choices tells which buttons lead somewhere", () => {
  const { playing } = kitchen.state;
  const box = (more: object) =>
    readPretendBox({ ...kitchen, state: { ...kitchen.state, playing: { ...playing, ...more } } });
  expect(box({ interactive: true, buttons: ["onLhb", "onEnd"] })?.playing?.choices).toEqual({
    left: true,
    right: false,
  });
  expect(box({ interactive: false, buttons: [] })?.playing?.choices).toBeUndefined();
});

test("an empty box has no card and plays nothing", () => {
  const box = readPretendBox({
    ...kitchen,
    state: { ...kitchen.state, activity: "idle", slot: null, playing: null },
  });
  expect(box).toMatchObject({ activity: "idle", slotCardId: undefined, playing: undefined });
});

test("what is no player is not shown", () => {
  expect(readPretendBox(null)).toBeUndefined();
  expect(readPretendBox({ name: "x" })).toBeUndefined();
});
