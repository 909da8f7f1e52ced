import { expect, test } from "vitest";
import { CommandId, PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { Command, PlayerOrder } from "../players/command.ts";
import { observe } from "../players/observe.ts";
import type { PlaybackReport, PlayerMessage, StatusReport } from "../players/player-message.ts";
import type { PlayerState } from "../players/player-state.ts";
import type { Action } from "./action.ts";
import { newActionMemory } from "./action-memory.ts";
import { deriveActions, goBlind, rememberOrder, settleActions, settleAll } from "./derive-actions.ts";
import type { Sight } from "./sight.ts";

const startMs = Date.UTC(2030, 0, 1, 12, 0, 30);
const playerId = PlayerId("y2");
const [story, songs] = [YotoCardId("STORY"), YotoCardId("SONGS")];
const idle: PlayerState = {
  playerId,
  accountId: YotoAccountId("a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: startMs },
  playback: { status: "stopped" },
  volumeSteps: 6,
  volumeMaxSteps: 13,
  status: { dayMode: "day" },
};

/** A player that is listened to: says things at seconds after the start, and we conclude. */
function aListener(more: Pick<Sight, "card" | "habits"> = {}) {
  let state = idle;
  let memory = newActionMemory(idle);
  const told: Action[] = [];
  const hear = (message: PlayerMessage) => {
    const before = state;
    state = observe(before, message);
    const sight = { before, after: state, message, atMs: message.arrivedAtMs, ...more };
    const derived = deriveActions(memory, sight);
    memory = derived.memory;
    told.push(...derived.actions);
  };
  const base = (seconds: number) => ({ playerId, topic: "t", arrivedAtMs: startMs + seconds * 1000 });
  const room = {
    says: (seconds: number, report: PlaybackReport) => hear({ ...base(seconds), kind: "playback", report }),
    status: (seconds: number, report: StatusReport) =>
      hear({ ...base(seconds), kind: "status", report, full: false }),
    confirms: (seconds: number, about: string, requestBody: string) =>
      hear({ ...base(seconds), kind: "response", about, ok: true, requestBody }),
    presence: (seconds: number, online: boolean) => hear({ ...base(seconds), kind: "presence", online }),
    order(seconds: number, command: Command) {
      const orderedAtMs = startMs + seconds * 1000;
      const order: PlayerOrder = {
        id: CommandId("o1"),
        playerId,
        command,
        orderedAtMs,
        expiresAtMs: orderedAtMs + 60_000,
        orderedBy: "robin",
      };
      memory = rememberOrder(memory, order, orderedAtMs);
    },
    blind() {
      memory = goBlind(memory);
    },
    until(seconds: number) {
      const derived = settleActions(memory, startMs + seconds * 1000);
      memory = derived.memory;
      told.push(...derived.actions);
    },
    /** What was concluded since the last asking. */
    told: () => told.splice(0).map(({ what, cause, confidence }) => `${what}, ${cause}, ${confidence}`),
    actions: () => told.splice(0),
    unsettled: () => settleAll(memory).actions.map(({ what }) => what),
  };
  room.says(-60, { cardId: "none", status: "stopped", volumeSteps: 6, volumeMaxSteps: 13 });
  room.status(-59, { activeCardId: "none", cardSlot: "empty" });
  room.until(-50);
  told.length = 0;
  return room;
}
const playing = (positionSeconds: number, key = "01", cardId = story): PlaybackReport => ({
  cardId,
  source: "card",
  status: "playing",
  chapterKey: key,
  trackKey: key,
  trackSeconds: 200,
  positionSeconds,
  volumeSteps: 6,
  volumeMaxSteps: 13,
});
const none: PlaybackReport = { cardId: "none", status: "stopped" };

test("a card put into an empty slot was surely put in; a tick tells nothing", () => {
  const room = aListener();
  room.says(0, playing(0));
  expect(room.told()).toEqual(["card-inserted, child, high"]);
  room.says(5, playing(5));
  room.says(10, playing(10));
  expect(room.told()).toEqual([]);
});

test("a card that goes is taken out, stopped or at its end: its slot tells which, and without an answer it is less sure", () => {
  const ending = (status: StatusReport | undefined, last = none, at = 10) => {
    const room = aListener();
    room.says(0, playing(0));
    room.status(1, { activeCardId: story, cardSlot: "physical" });
    room.says(at - 3, playing(at - 3));
    room.told();
    room.says(at, last);
    expect(room.told()).toEqual([]);
    if (status !== undefined) room.status(at + 0.4, status);
    room.until(at + 10);
    return room.told();
  };
  expect(ending({ activeCardId: "none", cardSlot: "empty" })).toEqual(["card-removed, child, high"]);
  expect(ending(undefined)).toEqual(["card-removed, child, medium"]);
  expect(ending({ activeCardId: "none", cardSlot: "physical" })).toEqual(["playback-stopped, unknown, low"]);
  const atEnd = { ...none, positionSeconds: 200, trackSeconds: 200 };
  expect(ending({ activeCardId: "none", cardSlot: "physical" }, atEnd, 200)).toEqual([
    "card-ended, player, high",
  ]);
  // Heard of together, and two things all the same.
  expect(ending({ activeCardId: "none", cardSlot: "empty" }, atEnd, 200)).toEqual([
    "card-ended, player, medium",
    "card-removed, child, medium",
  ]);
});

test("a status that is older than the end does not decide it", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.says(5, none);
  room.status(5.2, { activeCardId: story, cardSlot: "physical" });
  room.status(5.5, { activeCardId: "none", cardSlot: "empty" });
  expect(room.told()).toContain("card-removed, child, high");
});

test("one card for another: out with the first, in with the second", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.says(10, none);
  room.says(10.5, playing(0, "01", songs));
  expect(room.told()).toEqual([
    "card-inserted, child, high",
    "card-removed, child, high",
    "card-inserted, child, high",
  ]);
});

test("the next track by hand is told from the next by itself", () => {
  const skip = (position: number) => {
    const room = aListener();
    room.says(0, playing(position - 4));
    room.says(3, playing(position - 1));
    room.told();
    room.says(4, playing(0, "02"));
    return room.told();
  };
  expect(skip(80)).toEqual(["next-track, child, high"]);
  expect(skip(196)).toEqual(["next-track, child, medium"]);
  expect(skip(199)).toEqual(["track-ended, player, medium"]);
});

test("back, and again from the beginning", () => {
  const room = aListener();
  room.says(0, playing(50, "02"));
  room.says(5, playing(55, "02"));
  room.told();
  room.says(8, playing(0, "02"));
  room.says(13, playing(5, "02"));
  room.says(14, playing(0, "01"));
  expect(room.told()).toEqual(["track-restarted, child, high", "previous-track, child, high"]);
});

test("after a report too many is missing, nothing is sure", () => {
  const room = aListener();
  room.says(0, playing(50));
  room.told();
  room.says(11, playing(2, "02"));
  expect(room.told()).toEqual(["next-track, child, medium"]);
});

test("turns of the knob within two seconds are one, and wait for a full report to say where they ended", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.told();
  for (const [seconds, volumeSteps] of [
    [1, 7],
    [1.2, 8],
    [1.4, 9],
  ] as const)
    room.says(seconds, { volumeSteps, volumeMaxSteps: 13 });
  room.says(5, { ...playing(5), volumeSteps: 9 });
  room.until(6);
  expect(room.actions()).toMatchObject([
    {
      what: "volume-changed",
      fromSteps: 6,
      toSteps: 9,
      steps: 3,
      direction: "up",
      cause: "child",
      confidence: "high",
    },
  ]);
  room.says(20, { volumeSteps: 8 });
  expect(room.unsettled()).toEqual(["volume-changed"]);
  room.until(30);
  expect(room.told()).toEqual(["volume-changed, child, medium"]);
});

test("many steps at once are nobody's for sure", () => {
  const room = aListener();
  room.says(0, { volumeSteps: 12 });
  room.until(10);
  expect(room.told()).toEqual(["volume-changed, unknown, low"]);
});

test("what our order brings about is ours once it was confirmed; a lost one takes no blame", () => {
  const paused = (confirmed: boolean, seconds: number) => {
    const room = aListener();
    room.says(0, playing(0));
    room.told();
    room.order(1, { do: "pause" });
    if (confirmed) room.confirms(1.2, "card", '{"requestId":"o1"}');
    room.says(seconds, { ...playing(1), status: "paused" });
    return room.told();
  };
  expect(paused(true, 1.3)).toEqual(["playback-paused, us, high"]);
  expect(paused(false, 2)).toEqual(["playback-paused, us, medium"]);
  expect(paused(false, 6)).toEqual(["playback-paused, child, medium"]);
  expect(paused(true, 7)).toEqual(["playback-paused, child, medium"]);
});

test("a command acts once: the child's turn of the knob after ours is the child's", () => {
  const room = aListener();
  room.order(0, { do: "set-volume", percent: 50 });
  room.confirms(0.3, "volume", '{"requestId":"o1"}');
  room.says(0.4, { volumeSteps: 8 });
  room.says(3, { volumeSteps: 9 });
  room.until(12);
  expect(room.told()).toEqual(["volume-changed, us, high", "volume-changed, child, medium"]);
});

test("a stranger's command shows by its confirmation", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.told();
  room.confirms(2, "card", '{"requestId":"somebody-else"}');
  room.says(2.1, { ...playing(2), status: "paused" });
  expect(room.told()).toEqual(["playback-paused, app, medium"]);
});

test("what an app started was not put in", () => {
  const room = aListener();
  room.says(0, { ...playing(0), source: "remote" });
  expect(room.told()).toEqual(["card-started, app, high"]);
});

test("shortcuts and alarms are known by the player's own settings, anything else is a guess", () => {
  const habits = {
    zone: "UTC",
    alarms: [{ days: ["tue"], time: "12:00", soundCardId: songs, enabled: true } as const],
    shortcuts: {
      day: [{ plays: "track", yotoCardId: story, chapterKey: "01", trackKey: "01" } as const],
      night: [],
    },
  };
  const started = (cardId: typeof story) => {
    const room = aListener({ habits });
    room.says(0, { ...playing(0, "01", cardId), source: "other" });
    return room.told();
  };
  expect(started(story)).toEqual(["card-started, shortcut, high"]);
  expect(started(songs)).toEqual(["card-started, alarm, high"]);
  expect(started(YotoCardId("OTHER"))).toEqual(["card-started, unknown, low"]);
});

test("a choice in a story is the button whose target is played", () => {
  const track = (key: string, on?: Record<string, { chapterKey: string; trackKey: string }>) => ({
    chapterKey: key,
    trackKey: key,
    chapterTitle: key,
    trackTitle: key,
    ...(on === undefined ? {} : { on }),
  });
  const to = (key: string) => ({ chapterKey: key, trackKey: key });
  const card = {
    yotoCardId: story,
    title: "Caves",
    interactive: true,
    navigable: false,
    tracks: [
      track("gate", { left: to("cave"), right: to("lake"), end: to("lake") }),
      track("cave"),
      track("lake"),
    ],
  };
  const went = (key: string, position = 50) => {
    const room = aListener({ card });
    room.says(0, playing(position - 2, "gate"));
    room.told();
    room.says(2, playing(0, key));
    return room.actions();
  };
  expect(went("cave")).toMatchObject([{ what: "choice-made", button: "left", confidence: "high" }]);
  expect(went("lake")).toMatchObject([{ what: "choice-made", confidence: "medium" }]);
  expect(went("lake", 199)).toMatchObject([{ what: "track-ended", cause: "player" }]);
});

test("night is told with the limit that came with it; a limit alone is somebody's setting", () => {
  const room = aListener();
  room.says(0, { volumeSteps: 6, volumeMaxSteps: 5 });
  room.status(0.4, { dayMode: "night" });
  room.until(10);
  expect(room.actions()).toMatchObject([
    { what: "night-began", fromSteps: 13, toSteps: 5, confidence: "high" },
  ]);
  room.says(20, { volumeMaxSteps: 9 });
  room.until(30);
  expect(room.told()).toEqual(["volume-limit-changed, unknown, low"]);
});

test("two statuses that contradict each other at once decide nothing", () => {
  const room = aListener();
  room.status(0, { dayMode: "night" });
  room.status(0.2, { dayMode: "day" });
  room.until(10);
  expect(room.told()).toEqual([]);
});

test("off and on: the last words say why, and how long it is up tells a boot from lost Wi-Fi", () => {
  const room = aListener();
  room.status(0, { shutDownReason: "userShutdown" });
  room.presence(600, true);
  room.status(601, { upSeconds: 12 });
  expect(room.told()).toEqual(["powered-off, child, high", "powered-on, child, medium"]);
  const lost = aListener();
  lost.presence(0, false);
  lost.presence(60, true);
  lost.status(61, { upSeconds: 9_000 });
  expect(lost.told()).toEqual(["went-offline, unknown, medium", "came-online, unknown, medium"]);
  const empty = aListener();
  empty.status(0, { batteryPercent: 2, charging: false });
  empty.presence(10, false);
  expect(empty.actions()).toMatchObject([{ what: "powered-off", why: "lowBattery", cause: "player" }]);
});

test("a card that lay in the slot goes on after a boot by itself", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.status(10, { shutDownReason: "userShutdown" });
  room.presence(600, true);
  room.says(602, playing(10));
  room.status(603, { upSeconds: 14 });
  expect(room.told()).toEqual([
    "card-inserted, child, high",
    "powered-off, child, high",
    "card-started, player, medium",
    "powered-on, child, medium",
  ]);
});

test("what happened while nobody listened is a guess", () => {
  const room = aListener();
  room.blind();
  room.says(0, playing(30));
  expect(room.told()).toEqual(["card-inserted, child, low"]);
});

test("a word that was under way when a player was told to restart is not its return", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.order(10, { do: "reboot" });
  room.confirms(10.2, "reboot", '{"requestId":"o1"}');
  room.presence(10.3, false);
  room.confirms(11, "status", "");
  room.until(20);
  expect(room.told()).toEqual(["card-inserted, child, high", "went-offline, us, high"]);
  room.status(30, { upSeconds: 12 });
  room.says(31, playing(0));
  expect(room.told()).toEqual(["powered-on, us, medium", "card-started, player, medium"]);
});

test("what happened while nobody listened is known by its result, and nobody is named for it", () => {
  const room = aListener();
  room.says(0, playing(0));
  room.told();
  room.blind();
  room.says(60, { ...playing(4, "03"), status: "paused" });
  expect(room.told()).toEqual(["next-track, unknown, low", "playback-paused, unknown, low"]);
  room.blind();
  room.says(90, none);
  room.until(100);
  expect(room.actions()).toMatchObject([{ confidence: "low" }]);
});
