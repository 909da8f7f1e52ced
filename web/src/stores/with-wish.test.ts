import { expect, test } from "vitest";
import type { Player } from "../../../src/http/schema/player.ts";
import { isGranted, secondsAt, withWish } from "./with-wish.ts";

const aPlayer = (more: Partial<Player> = {}): Player => ({
  id: "y2kitchen",
  name: "Kitchen",
  accountId: "family",
  family: "v3",
  capabilities: { ambientLight: true, lightSensor: true, temperature: true, nightLight: true },
  online: true,
  presence: { is: "online", sinceMs: 0 },
  playback: {
    status: "playing",
    card: { yotoCardId: "abcde" },
    track: { key: "01", seconds: 100 },
    position: { seconds: 10, atMs: 1000 },
  },
  volume: { steps: 8, percent: 50, maxSteps: 16, maxPercent: 100 },
  nowMs: 1000,
  ...more,
});

test("playback moves on between reports and stops at the track's end", () => {
  expect(secondsAt(aPlayer(), 6000)).toBe(15);
  expect(secondsAt(aPlayer(), 6_000_000)).toBe(100);
});

test("while the player waits for data, its place stands still", () => {
  const player = aPlayer();
  player.playback.waitingForData = true;
  expect(secondsAt(player, 6000)).toBe(10);
});

test("a wished pause holds the place where it was asked for", () => {
  const shown = withWish(aPlayer(), { madeAtMs: 3000, status: "paused" });
  expect(shown.playback.status).toBe("paused");
  expect(secondsAt(shown, 60_000)).toBe(12);
});

test("a wished volume shows at once and leaves the rest as it is", () => {
  const shown = withWish(aPlayer(), { madeAtMs: 3000, percent: 25 });
  expect(shown.volume).toMatchObject({ percent: 25, steps: 4, maxPercent: 100 });
  expect(shown.playback).toEqual(aPlayer().playback);
});

test("a wish is granted when the player's own state says so, and not before", () => {
  const wish = { madeAtMs: 3000, status: "paused", percent: 50 } as const;
  expect(isGranted(aPlayer(), wish)).toBe(false);
  const paused = aPlayer();
  paused.playback.status = "paused";
  expect(isGranted(paused, wish)).toBe(true);
});

test("a seek is granted only by a report that came after it", () => {
  const wish = { madeAtMs: 3000, positionSeconds: 40 };
  expect(isGranted(aPlayer(), wish)).toBe(false);
  const after = aPlayer();
  after.playback.position = { seconds: 40, atMs: 3400 };
  expect(isGranted(after, wish)).toBe(true);
});
