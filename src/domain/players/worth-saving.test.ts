import { expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { PlayerState } from "./player-state.ts";
import { isWorthSaving } from "./worth-saving.ts";

const atMs = Date.UTC(2030, 0, 1);
const saved: PlayerState = {
  playerId: PlayerId("y2SimV3Player000000000A1"),
  accountId: YotoAccountId("auth0|a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: atMs },
  playback: { status: "playing", cardId: YotoCardId("7JtVV"), position: { seconds: 10, atMs } },
  volumeSteps: 6,
  status: { batteryPercent: 90, wifiDbm: -60, upSeconds: 100 },
  heardAtMs: atMs,
};
const heardLater = (ms: number): PlayerState => ({ ...saved, heardAtMs: atMs + ms });

test("what a person would notice is written at once", () => {
  const soon = atMs + 100;
  expect(isWorthSaving(saved, { ...saved, volumeSteps: 7 }, soon)).toBe(true);
  expect(isWorthSaving(saved, { ...saved, presence: { is: "offline", sinceMs: soon } }, soon)).toBe(true);
  expect(isWorthSaving(saved, { ...saved, playback: { ...saved.playback, status: "paused" } }, soon)).toBe(
    true,
  );
  expect(isWorthSaving(saved, { ...saved, status: { ...saved.status, batteryPercent: 89 } }, soon)).toBe(
    true,
  );
  const sought = { ...saved.playback, position: { seconds: 100, atMs: soon } };
  expect(isWorthSaving(saved, { ...saved, playback: sought }, soon)).toBe(true);
});

test("wandering readings wait for a quarter of an hour", () => {
  const wandered = { ...saved, status: { ...saved.status, wifiDbm: -65, upSeconds: 130 } };
  expect(isWorthSaving(saved, { ...wandered, heardAtMs: atMs + 60_000 }, atMs + 60_000)).toBe(false);
  expect(isWorthSaving(saved, { ...wandered, heardAtMs: atMs + 900_000 }, atMs + 900_000)).toBe(true);
});

test("a bare sign of life waits for a quarter of an hour", () => {
  expect(isWorthSaving(saved, saved, atMs + 3_600_000)).toBe(false);
  expect(isWorthSaving(saved, heardLater(120_000), atMs + 120_000)).toBe(false);
  expect(isWorthSaving(saved, heardLater(900_000), atMs + 900_000)).toBe(true);
});
