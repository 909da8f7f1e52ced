import { expect, test } from "vitest";
import { PlayerId } from "../domain/ids.ts";
import type { YotoPlayerDetails } from "../ports/yoto-players.ts";
import type { PlayerSeat } from "./account-players.ts";
import { createHabitsReader } from "./habits-reader.ts";

const details = {
  config: { settings: { alarms: [] } },
  shortcuts: { day: [], night: [] },
} as unknown as YotoPlayerDetails;
const seat = {
  player: { id: PlayerId("y2one"), setHabits: () => {}, tell: () => {} },
} as unknown as PlayerSeat;

function aReader(ask: () => Promise<YotoPlayerDetails | undefined>) {
  let asked = 0;
  const reader = createHabitsReader({
    agenda: { nowMs: () => 0, after: () => () => {}, run: async () => {} },
    nowMs: () => 0,
    details: () => {
      asked++;
      return ask();
    },
  });
  return { reader, asked: () => asked };
}

test("what was read lately is not read again until somebody changed it", async () => {
  const { reader, asked } = aReader(async () => details);
  await reader.read([seat]);
  await reader.read([seat]);
  expect(asked()).toBe(1);
  reader.forget(seat.player.id);
  await reader.read([seat]);
  expect(asked()).toBe(2);
});

test("settings that change while they are read are read again", async () => {
  const answer = Promise.withResolvers<YotoPlayerDetails>();
  const { reader, asked } = aReader(() => answer.promise);
  const reading = reader.read([seat]);
  reader.forget(seat.player.id);
  answer.resolve(details);
  await reading;
  await reader.read([seat]);
  expect(asked()).toBe(2);
});

test("a reading that failed is tried again", async () => {
  const { reader, asked } = aReader(() =>
    asked() === 1 ? Promise.reject(new Error("away")) : Promise.resolve(details),
  );
  await expect(reader.read([seat])).rejects.toThrow("away");
  await reader.read([seat]);
  expect(asked()).toBe(2);
});
