import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import { observe } from "./observe.ts";
import type { PlaybackReport, PlayerMessage, StatusReport } from "./player-message.ts";
import { type PlayerState, positionNow } from "./player-state.ts";

const startMs = Date.UTC(2030, 0, 1);
const playerId = PlayerId("y2SimV3Player000000000A1");
const story = YotoCardId("7JtVV");

function aPlayer(more: Partial<PlayerState> = {}): PlayerState {
  return {
    playerId,
    accountId: YotoAccountId("auth0|a"),
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: startMs },
    playback: { status: "stopped" },
    status: {},
    heardAtMs: startMs,
    ...more,
  };
}

const about = (afterMs: number) => ({
  playerId,
  arrivedAtMs: startMs + afterMs,
  topic: "device/x/data/events",
});
const playback = (report: PlaybackReport, afterMs = 1000, eventUtcSeconds?: number): PlayerMessage => ({
  ...about(afterMs),
  kind: "playback",
  report,
  ...(eventUtcSeconds !== undefined && { eventUtcSeconds }),
});
const status = (report: StatusReport, afterMs = 1000): PlayerMessage => ({
  ...about(afterMs),
  kind: "status",
  report,
  full: false,
});
const presence = (online: boolean, afterMs = 1000): PlayerMessage => ({
  ...about(afterMs),
  kind: "presence",
  online,
});
const all = (state: PlayerState, ...messages: PlayerMessage[]) => messages.reduce(observe, state);

const inserted: PlaybackReport = {
  cardId: story,
  source: "card",
  chapterKey: "03",
  chapterTitle: "Snow and Tell",
  trackKey: "03",
  trackTitle: "Snow and Tell",
  trackSeconds: 315,
  positionSeconds: 0,
  status: "playing",
  streaming: true,
  volumeSteps: 6,
  volumeMaxSteps: 13,
  sleepTimerActive: false,
};
const playing = (afterMs = 1000) => observe(aPlayer(), playback(inserted, afterMs));

describe("merging reports", () => {
  test("a full report is taken whole", () => {
    expect(playing().playback).toEqual({
      status: "playing",
      cardId: story,
      source: "card",
      chapter: { key: "03", title: "Snow and Tell" },
      track: { key: "03", title: "Snow and Tell", seconds: 315 },
      position: { seconds: 0, atMs: startMs + 1000 },
      streaming: true,
    });
    expect(playing()).toMatchObject({ volumeSteps: 6, volumeMaxSteps: 13 });
  });

  test("a delta changes what it names and nothing else", () => {
    const after = observe(playing(), playback({ volumeSteps: 7 }, 1500));
    expect(after).toEqual({ ...playing(), volumeSteps: 7, heardAtMs: startMs + 1500 });
  });

  test("a report that says nothing new gives back the same object", () => {
    const state = playing();
    expect(observe(state, playback({ ...inserted, positionSeconds: 5 }, 6000))).toBe(state);
    expect(observe(state, { ...about(6000), kind: "unreadable", why: "not JSON" })).toBe(state);
    expect(observe(state, presence(true, 6000))).toBe(state);
  });

  test("a quiet player shows a sign of life once a minute", () => {
    const state = playing();
    const later = observe(state, presence(true, 62_000));
    expect(later).toEqual({ ...state, heardAtMs: startMs + 62_000 });
  });

  test("a removed card takes chapter, track and position with it, whatever the player still says of it", () => {
    const after = observe(
      playing(),
      playback({ ...inserted, cardId: "none", status: "stopped", positionSeconds: 92 }),
    );
    expect(after.playback).toEqual({ status: "stopped" });
  });

  test("another card shows nothing of the card before", () => {
    const after = observe(
      playing(),
      playback({ cardId: YotoCardId("8A3Lr"), positionSeconds: 3, trackKey: "01" }),
    );
    expect(after.playback).toMatchObject({ cardId: "8A3Lr", track: { key: "01" }, position: { seconds: 3 } });
    expect(after.playback.track).not.toHaveProperty("title");
    expect(after.playback.chapter).toBeUndefined();
  });

  test("the player's own clock does not order its messages", () => {
    const state = all(
      playing(),
      playback({ volumeSteps: 7 }, 2000, 1_900_000_000),
      playback({ volumeSteps: 8 }, 2100, 0),
    );
    expect(state.volumeSteps).toBe(8);
  });

  test("status reports fill up what was known", () => {
    const state = all(
      aPlayer(),
      status({ batteryPercent: 98, dayMode: "day" }),
      status({ batteryPercent: 97 }, 2000),
    );
    expect(state.status).toEqual({ batteryPercent: 97, dayMode: "day" });
  });

  test("a sleep timer is kept as the moment it ends", () => {
    const started = observe(playing(), playback({ sleepTimerActive: true, sleepTimerSeconds: 3599 }, 2000));
    expect(started.sleepTimerEndsAtMs).toBe(startMs + 2000 + 3_599_000);
    expect(observe(started, playback({ sleepTimerActive: true, sleepTimerSeconds: 3594 }, 7000))).toBe(
      started,
    );
    const off = observe(started, playback({ sleepTimerActive: false, sleepTimerSeconds: 0 }, 8000));
    expect(off).not.toHaveProperty("sleepTimerEndsAtMs");
  });
});

describe("position", () => {
  test("a report every five seconds moves nothing while it says what we expected", () => {
    const state = playing();
    let now = state;
    for (let second = 5; second <= 55; second += 5)
      now = observe(now, playback({ ...inserted, positionSeconds: second }, 1000 + second * 1000));
    expect(now).toBe(state);
    expect(positionNow(now.playback, startMs + 56_000)).toBe(55);
  });

  test("a jump of more than two seconds is taken over", () => {
    const after = observe(playing(), playback({ ...inserted, positionSeconds: 120 }, 6000));
    expect(after.playback.position).toEqual({ seconds: 120, atMs: startMs + 6000 });
  });

  test("a pause that does not say where keeps the place it was heard at", () => {
    const paused = observe(playing(), playback({ status: "paused" }, 11_000));
    expect(paused.playback.position).toEqual({ seconds: 10, atMs: startMs + 11_000 });
    const resumed = observe(paused, playback({ status: "playing" }, 60_000));
    expect(positionNow(resumed.playback, startMs + 61_000)).toBe(11);
  });

  test("a new track of the same card begins at its beginning when nothing else is said", () => {
    const after = observe(playing(), playback({ trackKey: "04", trackTitle: "Next" }, 30_000));
    expect(after.playback.position).toEqual({ seconds: 0, atMs: startMs + 30_000 });
  });

  test("waiting for data stops the count", () => {
    const waiting = observe(playing(), playback({ waitingForData: true }, 4000));
    expect(positionNow(waiting.playback, startMs + 60_000)).toBe(3);
  });
});

describe("presence", () => {
  test("any word of a player makes it online again", () => {
    const offline = observe(playing(), presence(false, 2000));
    expect(offline.presence).toEqual({ is: "offline", sinceMs: startMs + 2000 });
    expect(observe(offline, playback({ volumeSteps: 3 }, 20_000)).presence.is).toBe("online");
  });

  test("a good-bye means offline, and stragglers do not bring the player back", () => {
    const off = observe(playing(), status({ shutDownReason: "userShutdown" }, 2000));
    expect(off.presence.is).toBe("offline");
    expect(observe(off, playback({ volumeSteps: 3 }, 3000)).presence.is).toBe("offline");
    const back = observe(off, playback({ volumeSteps: 3 }, 15_000));
    expect(back.presence.is).toBe("online");
    expect(back.status).not.toHaveProperty("shutDownReason");
  });

  test("a time that the cloud tells is believed unless it lies in the future", () => {
    const told = (sinceMs: number) =>
      observe(aPlayer(), { ...presence(false, 5000), sinceMs } as PlayerMessage);
    expect(told(startMs + 2000).presence.sinceMs).toBe(startMs + 2000);
    expect(told(startMs + 99_000).presence.sinceMs).toBe(startMs + 5000);
  });
});

const cardIds = fc.constantFrom(story, YotoCardId("8A3Lr"), "none" as const);
const reports: fc.Arbitrary<PlaybackReport> = fc.record(
  {
    cardId: cardIds,
    chapterKey: fc.constantFrom("01", "02"),
    trackKey: fc.constantFrom("01", "02"),
    trackTitle: fc.string({ maxLength: 3 }),
    trackSeconds: fc.integer({ min: 0, max: 500 }),
    positionSeconds: fc.integer({ min: 0, max: 500 }),
    status: fc.constantFrom("playing" as const, "paused" as const, "stopped" as const, "loading" as const),
    waitingForData: fc.boolean(),
    volumeSteps: fc.integer({ min: 0, max: 16 }),
    sleepTimerActive: fc.boolean(),
    sleepTimerSeconds: fc.integer({ min: 0, max: 4000 }),
  },
  { requiredKeys: [] },
);

test("whatever comes: saying it twice changes nothing, and without a card there is no track", () => {
  fc.assert(
    fc.property(fc.array(reports, { maxLength: 30 }), (sequence) => {
      let state = aPlayer();
      sequence.forEach((report, index) => {
        const message = playback(report, index * 700);
        state = observe(state, message);
        expect(observe(state, message)).toBe(state);
        if (state.playback.cardId === undefined) {
          expect(state.playback.track).toBeUndefined();
          expect(state.playback.position).toBeUndefined();
        }
        if (report.volumeSteps !== undefined) expect(state.volumeSteps).toBe(report.volumeSteps);
        const { positionSeconds, status: told } = report;
        const at = positionNow(state.playback, message.arrivedAtMs);
        if (
          at !== undefined &&
          positionSeconds !== undefined &&
          (told ?? state.playback.status) !== "playing"
        )
          expect(at).toBe(positionSeconds);
      });
    }),
  );
});
