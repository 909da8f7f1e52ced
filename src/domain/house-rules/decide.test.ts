import { describe, expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { Playback, PlayerState } from "../players/player-state.ts";
import { minuteOfClock, momentOf, type Weekday } from "../time/local-time.ts";
import { type Decision, decide } from "./decide.ts";
import { type HouseRule, type RuleException, RuleId, type RuleKind } from "./house-rule.ts";
import type { RuleView } from "./opinion.ts";
import { ruleSentence } from "./rule-sentence.ts";

const zone = "Europe/London";
const kitchen = PlayerId("kitchen");
const bear = YotoCardId("BEAR1");
const at = (clock: string, date = "2026-11-23") => momentOf(date, minuteOfClock(clock) ?? 0, zone);
const hours = (from: string, to: string, weekdays?: readonly Weekday[]) => ({
  fromMinute: minuteOfClock(from) ?? 0,
  toMinute: minuteOfClock(to) ?? 0,
  ...(weekdays === undefined ? {} : { weekdays }),
});

function aPlayer(
  nowMs: number,
  playback: Partial<Playback> = {},
  more: Partial<PlayerState> = {},
): PlayerState {
  return {
    playerId: kitchen,
    accountId: YotoAccountId("auth0|1"),
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: 0 },
    playback: {
      status: "playing",
      cardId: bear,
      source: "card",
      track: { key: "01", seconds: 600 },
      position: { seconds: 100, atMs: nowMs },
      ...playback,
    },
    volumeSteps: 10,
    volumeMaxSteps: 16,
    status: {},
    ...more,
  };
}

function aView(nowMs: number, more: Partial<RuleView> = {}): RuleView {
  return { nowMs, zone, state: aPlayer(nowMs), listenedTodayMs: 0, ...more };
}

function aRule(kind: RuleKind, more: Partial<HouseRule> = {}): HouseRule {
  return {
    id: RuleId(kind.kind),
    title: kind.kind,
    on: true,
    dryRun: false,
    window: hours("19:30", "06:30"),
    ...kind,
    ...more,
  } as HouseRule;
}

const done = (decision: Decision) => decision.commands.map((each) => each.command);
const quiet = aRule({ kind: "quiet-hours", reaction: { do: "stop" }, allowed: [] });
const bed = aRule({ kind: "bedtime", ending: "after-the-track", fade: { minutes: 10, toSteps: 4 } });

describe("quiet hours", () => {
  test("stop a card that the child puts in", () => {
    expect(done(decide([quiet], [], aView(at("20:00")), {}))).toEqual([{ do: "stop" }]);
  });

  test("say nothing outside their hours and wake up when they begin", () => {
    const decision = decide([quiet], [], aView(at("19:00")), {});
    expect(decision).toMatchObject({ commands: [], decideAgainAtMs: at("19:30") });
  });

  test("leave a card on the list, and what a parent started, alone", () => {
    const allowing = { ...quiet, allowed: [bear] } as HouseRule;
    expect(done(decide([allowing], [], aView(at("20:00")), {}))).toEqual([]);
    const byParent = aPlayer(at("20:00"), { source: "remote" });
    expect(done(decide([quiet], [], aView(at("20:00"), { state: byParent }), {}))).toEqual([]);
  });

  test("do not shout at a player that is about to obey, and insist when it does not", () => {
    const first = decide([quiet], [], aView(at("20:00")), {});
    const again = decide([quiet], [], aView(at("20:00") + 1000), first.memory);
    expect(done(again)).toEqual([]);
    expect(done(decide([quiet], [], aView(again.decideAgainAtMs ?? 0), again.memory))).toEqual([
      { do: "stop" },
    ]);
  });

  test("turn down instead, once it is louder than that", () => {
    const lowering = aRule({ kind: "quiet-hours", reaction: { do: "lower", toSteps: 4 }, allowed: [] });
    expect(done(decide([lowering], [], aView(at("20:00")), {}))).toEqual([{ do: "set-volume", percent: 25 }]);
    const low = aPlayer(at("20:00"), {}, { volumeSteps: 4 });
    expect(done(decide([lowering], [], aView(at("20:00"), { state: low }), {}))).toEqual([]);
  });

  test("wait while ten more minutes were given", () => {
    const view = aView(at("20:00"), { moreTimeUntilMs: at("20:10") });
    expect(decide([quiet], [], view, {})).toMatchObject({ commands: [], decideAgainAtMs: at("20:10") });
  });
});

describe("bedtime", () => {
  test("turns down step by step over its minutes and then lets the track finish by the player's own timer", () => {
    let memory = {};
    let volumeSteps = 10;
    const heard: unknown[] = [];
    let nowMs = at("19:30");
    while (nowMs <= at("19:41")) {
      const state = aPlayer(nowMs, { position: { seconds: 100, atMs: at("19:40") } }, { volumeSteps });
      const decision = decide([bed], [], aView(nowMs, { state }), memory);
      memory = decision.memory;
      for (const { command } of decision.commands) {
        heard.push({ atMinute: Math.round((nowMs - at("19:30")) / 60_000), ...command });
        if (command.do === "set-volume") volumeSteps = Math.round((command.percent * 16) / 100);
      }
      nowMs += 20_000;
    }
    expect(heard).toEqual([
      { atMinute: 2, do: "set-volume", percent: 57 },
      { atMinute: 3, do: "set-volume", percent: 50 },
      { atMinute: 5, do: "set-volume", percent: 44 },
      { atMinute: 7, do: "set-volume", percent: 38 },
      { atMinute: 8, do: "set-volume", percent: 32 },
      { atMinute: 10, do: "set-volume", percent: 25 },
      { atMinute: 10, do: "set-sleep-timer", seconds: 500, endOf: "track" },
    ]);
  });

  test("comes once a night", () => {
    const first = decide(
      [{ ...bed, fade: { minutes: 0, toSteps: 4 } } as HouseRule],
      [],
      aView(at("19:30")),
      {},
    );
    expect(done(first).at(-1)).toEqual({ do: "set-sleep-timer", seconds: 500, endOf: "track" });
    expect(done(decide([bed], [], aView(at("21:00")), first.memory))).toEqual([]);
    expect(done(decide([bed], [], aView(at("02:00", "2026-11-24")), first.memory))).toEqual([]);
    expect(decide([bed], [], aView(at("19:41", "2026-11-24")), first.memory).commands).not.toEqual([]);
  });

  test("is not made up for when we come back too late, and that is said", () => {
    const decision = decide([bed], [], aView(at("20:30")), {});
    expect(decision.commands).toEqual([]);
    expect(decision.lines).toMatchObject([
      { did: "remarked", why: "bedtime had passed before we could act" },
    ]);
  });

  test("begins with the rule when the rule is made during bedtime: slowly down from then on, then the end", () => {
    const made = { ...bed, sinceMs: at("22:00") };
    const first = decide([made], [], aView(at("22:00")), {});
    expect(first).toMatchObject({ commands: [], lines: [], decideAgainAtMs: at("22:00") + 100_000 });
    const end = decide([made], [], aView(at("22:10")), first.memory);
    expect(done(end)).toEqual([
      { do: "set-volume", percent: 25 },
      { do: "set-sleep-timer", seconds: 500, endOf: "track" },
    ]);
    const nextNight = decide([made], [], aView(at("19:40", "2026-11-24")), end.memory);
    expect(done(nextNight).at(-1)).toMatchObject({ do: "set-sleep-timer" });
    const tooLate = decide([made], [], aView(at("22:50")), {});
    expect(tooLate.lines).toMatchObject([{ why: "bedtime had passed before we could act" }]);
  });

  test("a rule that was changed after it had ended the night does not end it twice", () => {
    const ended = decide([{ ...bed, ending: "at-once" } as HouseRule], [], aView(at("19:40")), {});
    const changed = { ...bed, ending: "after-the-track", sinceMs: at("21:00") } as HouseRule;
    expect(decide([changed], [], aView(at("21:00")), ended.memory)).toMatchObject({
      commands: [],
      lines: [],
    });
  });

  test("is put off by more time", () => {
    const view = aView(at("19:31"), { moreTimeUntilMs: at("19:45") });
    expect(decide([bed], [], view, {})).toMatchObject({ commands: [], decideAgainAtMs: at("19:45") });
    const after = aView(at("19:55"), { moreTimeUntilMs: at("19:45") });
    expect(done(decide([bed], [], after, {})).at(-1)).toMatchObject({ do: "set-sleep-timer" });
  });

  test("changes the light where there is one", () => {
    const light = { red: 100, green: 20, blue: 0 };
    const rule = aRule({ kind: "bedtime", ending: "at-once", light });
    expect(done(decide([rule], [], aView(at("19:30")), {}))).toEqual([
      { do: "set-ambient-light", ...light },
      { do: "stop" },
    ]);
    const mini = aPlayer(at("19:30"), {}, { family: "mini" });
    expect(done(decide([rule], [], aView(at("19:30"), { state: mini }), {}))).toEqual([{ do: "stop" }]);
  });
});

describe("a volume cap", () => {
  const cap = aRule({ kind: "volume-cap", maxSteps: 6 }, { window: {} });
  test("brings the volume back whenever the knob goes over it", () => {
    expect(done(decide([cap], [], aView(at("12:00")), {}))).toEqual([{ do: "set-volume", percent: 38 }]);
    const fine = aPlayer(at("12:00"), {}, { volumeSteps: 6 });
    expect(done(decide([cap], [], aView(at("12:00"), { state: fine }), {}))).toEqual([]);
  });
});

describe("a daily limit", () => {
  const limit = aRule(
    {
      kind: "daily-limit",
      minutes: 60,
      warn: { minutesBefore: 5, light: { red: 255, green: 80, blue: 0 } },
      ending: "after-the-track",
    },
    { window: {} },
  );
  const havingHeard = (minutes: number, nowMs = at("15:00"), state = aPlayer(nowMs)) =>
    aView(nowMs, { listenedTodayMs: minutes * 60_000, state });

  test("wakes up for its warning, warns once by light, then wakes up for the end", () => {
    expect(decide([limit], [], havingHeard(50), {}).decideAgainAtMs).toBe(at("15:05"));
    const warned = decide([limit], [], havingHeard(55), {});
    expect(done(warned)).toEqual([{ do: "set-ambient-light", red: 255, green: 80, blue: 0 }]);
    expect(decide([limit], [], havingHeard(56), warned.memory)).toMatchObject({
      commands: [],
      decideAgainAtMs: at("15:04"),
    });
  });

  test("lets the track finish, and ends what is started after that at once", () => {
    const first = decide([limit], [], havingHeard(60), {});
    expect(done(first).at(-1)).toEqual({ do: "set-sleep-timer", seconds: 500, endOf: "track" });
    const finishing = aPlayer(at("15:05"), {}, { sleepTimerEndsAtMs: at("15:08") });
    expect(done(decide([limit], [], havingHeard(65, at("15:05"), finishing), first.memory))).toEqual([]);
    expect(done(decide([limit], [], havingHeard(69, at("15:30")), first.memory))).toEqual([{ do: "stop" }]);
  });

  test("starts afresh at midnight", () => {
    const used = decide([limit], [], havingHeard(60), {});
    const next = aView(at("07:00", "2026-11-24"), { listenedTodayMs: 60_000 });
    expect(decide([limit], [], next, used.memory).commands).toEqual([]);
  });
});

describe("a card at a time", () => {
  const wake = aRule(
    { kind: "play-at", yotoCardId: bear, volumePercent: 30, interrupt: false },
    { window: hours("07:00", "07:30") },
  );
  const idle = (nowMs: number, more: Partial<PlayerState> = {}) =>
    aView(nowMs, { state: aPlayer(nowMs, { status: "stopped" }, more) });

  test("starts once, at its own volume", () => {
    const first = decide([wake], [], idle(at("07:00")), {});
    expect(done(first)).toEqual([
      { do: "set-volume", percent: 30 },
      { do: "play-card", yotoCardId: bear, fromSeconds: 0 },
    ]);
    expect(done(decide([wake], [], idle(at("07:01")), first.memory))).toEqual([]);
  });

  test("is not started late, nor over something that plays", () => {
    expect(decide([wake], [], idle(at("07:03")), {})).toMatchObject({
      commands: [],
      lines: [{ why: "it was too late to start the card" }],
    });
    expect(decide([wake], [], aView(at("07:00")), {}).commands).toEqual([]);
  });

  test("that is set after its time begins with the next, and that is said", () => {
    const late = { ...wake, sinceMs: at("07:05") };
    const first = decide([late], [], idle(at("07:05")), {});
    expect(first).toMatchObject({
      commands: [],
      lines: [{ why: "its time had passed when the rule was made; it begins with the next" }],
    });
    expect(done(decide([late], [], idle(at("07:00", "2026-11-24")), first.memory))).toHaveLength(2);
  });

  test("waits its two minutes for a player that is offline", () => {
    const offline = idle(at("07:00"), { presence: { is: "offline", sinceMs: 0 } });
    const waiting = decide([wake], [], offline, {});
    expect(waiting.commands).toEqual([]);
    expect(done(decide([wake], [], idle(at("07:01")), waiting.memory))).toHaveLength(2);
  });
});

describe("rules together", () => {
  const cap = aRule({ kind: "volume-cap", maxSteps: 6 }, { window: {} });

  test("the first in the list has the say on a matter, and the other is told so", () => {
    const lower = aRule({ kind: "quiet-hours", reaction: { do: "lower", toSteps: 3 }, allowed: [] });
    const decision = decide([cap, lower], [], aView(at("20:00")), {});
    expect(done(decision)).toEqual([{ do: "set-volume", percent: 38 }]);
    expect(decision.lines.map((line) => line.did)).toEqual(["acted", "was-overruled"]);
  });

  test("a dry run does nothing, says what it would do, and leaves the say to others", () => {
    const decision = decide(
      [
        { ...quiet, dryRun: true },
        { ...quiet, id: RuleId("real") },
      ],
      [],
      aView(at("20:00")),
      {},
    );
    expect(done(decision)).toEqual([{ do: "stop" }]);
    expect(decision.lines.map((line) => line.did)).toEqual(["would-have-acted", "acted"]);
  });

  test("rest on a sick day, for the players and rules it names", () => {
    const sick: RuleException = { id: "x", title: "sick day", fromMs: at("00:00"), toMs: at("23:59") };
    expect(decide([quiet], [sick], aView(at("20:00")), {})).toMatchObject({
      commands: [],
      lines: [{ did: "rested", why: "sick day" }],
    });
    const another = { ...sick, players: [PlayerId("bedroom")] };
    expect(done(decide([quiet], [another], aView(at("20:00")), {}))).toEqual([{ do: "stop" }]);
    expect(
      done(decide([quiet], [{ ...sick, rules: [RuleId("other")] }], aView(at("20:00")), {})),
    ).toHaveLength(1);
  });

  test("rest in the night of a sick day too, and hold again the next evening", () => {
    const sick = { id: "x", title: "sick day", fromMs: at("00:00"), toMs: at("00:00", "2026-11-24") };
    const tried = (clock: string, date: string) => done(decide([quiet], [sick], aView(at(clock, date)), {}));
    expect(tried("02:00", "2026-11-24")).toEqual([]);
    expect(tried("20:00", "2026-11-24")).toEqual([{ do: "stop" }]);
  });

  test("a rule that is off, or for another player, does not speak", () => {
    expect(decide([{ ...quiet, on: false }], [], aView(at("20:00")), {}).commands).toEqual([]);
    expect(
      decide([{ ...quiet, players: [PlayerId("bedroom")] }], [], aView(at("20:00")), {}).commands,
    ).toEqual([]);
  });
});

test("each rule tells in a sentence what it does", () => {
  const title = () => "Bear Hunt";
  expect(ruleSentence({ ...bed, window: hours("19:30", "06:30", ["mon", "tue", "wed", "thu"]) }, title)).toBe(
    "Monday to Thursday from 19:30 to 06:30 it is bedtime: it gets quieter over 10 minutes, then it stops at the end of the track.",
  );
  expect(ruleSentence({ ...quiet, allowed: [bear] } as HouseRule, title)).toBe(
    "Every day from 19:30 to 06:30, a card that is put in is stopped, except Bear Hunt.",
  );
  expect(ruleSentence(aRule({ kind: "volume-cap", maxSteps: 6 }, { window: {} }), title)).toBe(
    "Every day, it is never louder than 6 of 16.",
  );
});
