import { expect, test } from "vitest";
import type { Command, PlayerOrder } from "./command.ts";
import { afterMessage, afterSilence, type Expectation, expectationOf } from "./expectation.ts";
import { CommandId, PlayerId, YotoAccountId, YotoCardId } from "./ids.ts";
import { notice } from "./notice.ts";
import { observe } from "./observe.ts";
import type { PlaybackReport, PlayerMessage } from "./player-message.ts";
import type { PlayerState } from "./player-state.ts";

const startMs = Date.UTC(2030, 0, 1);
const playerId = PlayerId("y2SimV3Player000000000A1");
const story = YotoCardId("7JtVV");
const idle: PlayerState = {
  playerId,
  accountId: YotoAccountId("auth0|a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: startMs },
  playback: { status: "stopped" },
  volumeSteps: 6,
  volumeMaxSteps: 13,
  status: { dayMode: "day" },
};
const message = { playerId, topic: "t" };
const said = (report: PlaybackReport, afterMs = 100): PlayerMessage => ({
  ...message,
  kind: "playback",
  report,
  arrivedAtMs: startMs + afterMs,
});
const playing = observe(
  idle,
  said({
    cardId: story,
    source: "card",
    chapterKey: "01",
    trackKey: "01",
    status: "playing",
    positionSeconds: 0,
  }),
);
const ordered = (command: Command): Expectation => {
  const order: PlayerOrder = {
    id: CommandId("o1"),
    playerId,
    command,
    orderedAtMs: startMs,
    expiresAtMs: startMs + 60_000,
    orderedBy: "robin",
  };
  return expectationOf(order, startMs);
};
/** What is told of one report on a state, with an order of ours under way or not. */
const told = (before: PlayerState, report: PlaybackReport, expectation?: Expectation, afterMs = 200) =>
  notice(
    before,
    observe(before, said(report, afterMs)),
    expectation ? [expectation] : [],
    startMs + afterMs,
  ).map(({ what, orderId }) => (orderId === undefined ? what : `${what} (ours)`));

test("a card put in, skipped on, paused and pulled is told step by step", () => {
  expect(notice(idle, playing, [], startMs).map(({ what }) => what)).toEqual([
    "card-inserted",
    "track-started",
    "playback-started",
  ]);
  expect(told(playing, { trackKey: "02", chapterKey: "02" })).toEqual(["track-started"]);
  expect(told(playing, { status: "paused" })).toEqual(["playback-paused"]);
  expect(told(playing, { cardId: "none", status: "stopped" })).toEqual(["card-removed"]);
});

test("a card that somebody's app started was not put in", () => {
  expect(told(idle, { cardId: story, source: "remote", status: "playing" })).toEqual([
    "card-started",
    "playback-started",
  ]);
});

test("a tick tells nothing", () => {
  expect(told(playing, { cardId: story, status: "playing", positionSeconds: 5 }, undefined, 5100)).toEqual(
    [],
  );
});

test("volume and its limit are told apart, day and night too", () => {
  expect(told(playing, { volumeSteps: 7 })).toEqual(["volume-changed"]);
  expect(told(playing, { volumeMaxSteps: 8 })).toEqual(["volume-limit-changed"]);
  const night = observe(playing, {
    ...message,
    kind: "status",
    report: { dayMode: "night" },
    full: false,
    arrivedAtMs: startMs,
  });
  expect(notice(playing, night, [], startMs)).toEqual([{ what: "night-began" }]);
});

test("what was not known before is no news", () => {
  const { volumeSteps: _, ...unknown } = idle;
  expect(told(unknown, { volumeSteps: 7 })).toEqual([]);
});

test("our own pause is ours, and a pause long after is the child's", () => {
  expect(told(playing, { status: "paused" }, ordered({ do: "pause" }))).toEqual(["playback-paused (ours)"]);
  expect(told(playing, { status: "paused" }, ordered({ do: "pause" }), 9_000)).toEqual(["playback-paused"]);
  expect(told(playing, { volumeSteps: 7 }, ordered({ do: "pause" }))).toEqual(["volume-changed"]);
});

test("a command acts once: the child's turn of the knob right after ours is the child's", () => {
  const expectation = ordered({ do: "set-volume", percent: 50 });
  const louder = observe(playing, said({ volumeSteps: 8 }));
  const after = afterMessage(expectation, said({ volumeSteps: 8 }), louder);
  expect(after.outcome.is).toBe("took-effect");
  expect(told(louder, { volumeSteps: 9 }, after)).toEqual(["volume-changed"]);
});

test("a stop that comes in two parts is ours in both", () => {
  const expectation = ordered({ do: "stop" });
  const stopped = observe(playing, said({ status: "stopped" }));
  const after = afterMessage(expectation, said({ status: "stopped" }), stopped);
  expect(told(stopped, { cardId: "none" }, after)).toEqual(["card-removed (ours)"]);
});

const response = (ok: boolean, requestBody = '{"requestId":"o1"}'): PlayerMessage => ({
  ...message,
  kind: "response",
  about: "card",
  ok,
  requestBody,
  arrivedAtMs: startMs + 300,
});

test.each<[string, Command, PlaybackReport, boolean]>([
  ["a resume", { do: "resume" }, { status: "playing" }, true],
  ["a pause that is not one yet", { do: "pause" }, { status: "playing", positionSeconds: 4 }, false],
  ["a pause", { do: "pause" }, { status: "paused" }, true],
  ["a stop", { do: "stop" }, { cardId: "none", status: "stopped" }, true],
  ["the wanted track", { do: "play-card", yotoCardId: story, trackKey: "02" }, { trackKey: "02" }, true],
  ["another track", { do: "play-card", yotoCardId: story, trackKey: "02" }, { trackKey: "03" }, false],
  ["a seek", { do: "play-card", yotoCardId: story, fromSeconds: 60 }, { positionSeconds: 60 }, true],
  ["no seek", { do: "play-card", yotoCardId: story, fromSeconds: 60 }, { positionSeconds: 1 }, false],
  ["half volume", { do: "set-volume", percent: 50 }, { volumeSteps: 8 }, true],
  ["a volume above today's cap", { do: "set-volume", percent: 100 }, { volumeSteps: 13 }, true],
  ["the old volume", { do: "set-volume", percent: 50 }, { volumeSteps: 6 }, false],
  [
    "a timer",
    { do: "set-sleep-timer", seconds: 600 },
    { sleepTimerActive: true, sleepTimerSeconds: 599 },
    true,
  ],
  [
    "another timer",
    { do: "set-sleep-timer", seconds: 600 },
    { sleepTimerActive: true, sleepTimerSeconds: 60 },
    false,
  ],
  ["no timer", { do: "set-sleep-timer", seconds: 0 }, { sleepTimerActive: false }, true],
])("%s shows whether the order took effect", (_, command, report, shows) => {
  const after = afterMessage(ordered(command), said(report), observe(playing, said(report)));
  expect(after.outcome.is).toBe(shows ? "took-effect" : "sent");
});

test("an answer acknowledges or refuses the order it names and no other", () => {
  const expectation = ordered({ do: "reboot" });
  expect(afterMessage(expectation, response(true), playing).outcome.is).toBe("acked");
  expect(afterMessage(expectation, response(false), playing).outcome.is).toBe("refused");
  expect(afterMessage(expectation, response(true, '{"requestId":"other"}'), playing)).toBe(expectation);
});

test("silence means timed out, or that the player went away; an acknowledged order stays so", () => {
  const expectation = ordered({ do: "pause" });
  expect(afterSilence(expectation, playing, startMs).is).toBe("timed-out");
  const gone: PlayerState = { ...playing, presence: { is: "offline", sinceMs: startMs } };
  expect(afterSilence(expectation, gone, startMs).is).toBe("player-offline");
  expect(afterSilence(afterMessage(expectation, response(true), playing), gone, startMs).is).toBe("acked");
});
