import { expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import { followSleepEnd } from "./follow-sleep-end.ts";
import type { PlayerState } from "./player-state.ts";

const nowMs = Date.UTC(2030, 0, 1, 20);

function aPlayer(at: {
  status?: "playing" | "paused";
  seconds: number;
  timerInSeconds?: number;
}): PlayerState {
  const { status = "playing", seconds, timerInSeconds } = at;
  const timerMs = nowMs + (timerInSeconds ?? 0) * 1000;
  return {
    playerId: PlayerId("kitchen"),
    accountId: YotoAccountId("auth0|1"),
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: 0 },
    playback: {
      status,
      cardId: YotoCardId("BEAR1"),
      track: { key: "01", seconds: 300 },
      position: { seconds, atMs: nowMs },
    },
    status: {},
    ...(timerInSeconds !== undefined && {
      sleepTimerEndsAtMs: timerMs,
      sleepEndsWith: { of: "track", timerMs },
    }),
  };
}
const follow = (state: PlayerState) => followSleepEnd(state, undefined, nowMs)?.seconds;

test("while the track just plays, its timer is left alone", () => {
  expect(follow(aPlayer({ seconds: 100, timerInSeconds: 200 }))).toBeUndefined();
  expect(follow(aPlayer({ seconds: 100, timerInSeconds: 198 }))).toBeUndefined();
});

test("after a pause and after a skip it ends with the track again", () => {
  expect(follow(aPlayer({ seconds: 100, timerInSeconds: 150 }))).toBe(200);
  expect(follow(aPlayer({ seconds: 0, timerInSeconds: 150 }))).toBe(300);
  expect(follow(aPlayer({ seconds: 250, timerInSeconds: 1900 }))).toBe(50);
});

test("a pause puts it off by half an hour, once in a while", () => {
  expect(follow(aPlayer({ status: "paused", seconds: 100, timerInSeconds: 199 }))).toBe(200 + 1800);
  expect(follow(aPlayer({ status: "paused", seconds: 100, timerInSeconds: 1500 }))).toBeUndefined();
  expect(follow(aPlayer({ status: "paused", seconds: 100, timerInSeconds: 1000 }))).toBe(200 + 1800);
});

test("the next track is not waited for when the timer is about to end", () => {
  expect(follow(aPlayer({ seconds: 0, timerInSeconds: 2 }))).toBeUndefined();
});

test("a timer that means nothing, is off, or is somebody else's is never touched", () => {
  const { sleepEndsWith: _, ...plain } = aPlayer({ seconds: 100, timerInSeconds: 900 });
  expect(follow(plain)).toBeUndefined();
  expect(follow(aPlayer({ seconds: 100 }))).toBeUndefined();
});
