import { expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { PlayerState } from "../players/player-state.ts";
import { stepsOfPercent } from "../players/volume.ts";
import { addDays, localTime, momentOf } from "../time/local-time.ts";
import { decide, type RuleLine } from "./decide.ts";
import { type HouseRule, RuleId } from "./house-rule.ts";
import type { RuleMemory } from "./rule-memory.ts";

const minuteMs = 60_000;
const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const every = { on: true, dryRun: false };
/** Both windows run over the hour in which clocks are changed. */
const cap: HouseRule = {
  ...every,
  id: RuleId("cap"),
  title: "Evening volume",
  kind: "volume-cap",
  maxSteps: 5,
  window: { fromMinute: at("18:30"), toMinute: at("07:15") },
};
const limit: HouseRule = {
  ...every,
  id: RuleId("limit"),
  title: "An hour a day",
  kind: "daily-limit",
  minutes: 60,
  ending: "at-once",
  window: {},
};

/** mulberry32: the same year for the same seed. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Event = { readonly atMs: number } & (
  | { readonly what: "plays" | "stops" | "away" | "back" }
  | { readonly what: "turns"; readonly toSteps: number }
);

/** A child that listens in stretches at all hours, through midnight too, and turns the knob; and times in which nobody listens to it. */
function aYear(seed: number, zone: string): readonly Event[] {
  const chance = dice(seed);
  const events: Event[] = [];
  for (let day = 0; day < 365; day++) {
    const date = addDays("2030-01-01", day);
    for (const clock of ["02:00", "06:40", "15:00", "18:20", "23:30"]) {
      if (chance() < 0.35) continue;
      const beginMs = momentOf(date, at(clock), zone) + Math.floor(chance() * 40 * minuteMs);
      const endMs = beginMs + Math.floor(chance() * 70 * minuteMs);
      events.push({ atMs: beginMs, what: "plays" }, { atMs: endMs, what: "stops" });
      const turnsMs = beginMs + Math.floor(chance() * (endMs - beginMs));
      events.push({ atMs: turnsMs, what: "turns", toSteps: Math.floor(chance() * 17) });
      if (chance() < 0.2) {
        const awayMs = beginMs + Math.floor((chance() - 0.3) * 30 * minuteMs);
        events.push({ atMs: awayMs, what: "away" });
        events.push({ atMs: awayMs + Math.floor(chance() * 80 * minuteMs), what: "back" });
      }
    }
  }
  return events.toSorted((one, other) => one.atMs - other.atMs);
}

const firstMs = Date.UTC(2029, 11, 31);
const lastMs = Date.UTC(2030, 11, 30);

/** What was true from one moment to the next. */
type Stretch = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly plays: boolean;
  readonly steps: number;
  readonly heard: boolean;
};
type Deed = RuleLine & { readonly listenedMs: number; readonly stepsBefore: number };

/** Lives through the events as a listener does that is restarted before each decision. */
function live(events: readonly Event[], zone: string) {
  let memory: RuleMemory = {};
  let plays = false;
  let steps = 8;
  let away = 0;
  let nowMs = firstMs;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let listenedMs = 0;
  let midnightMs = momentOf(addDays(localTime(firstMs, zone).date, 1), 0, zone);
  const deeds: Deed[] = [];
  const stretches: Stretch[] = [];
  const remarks: RuleLine[] = [];

  const pass = (untilMs: number) => {
    if (untilMs > nowMs) stretches.push({ fromMs: nowMs, toMs: untilMs, plays, steps, heard: away === 0 });
    while (nowMs < untilMs) {
      const toMs = Math.min(untilMs, midnightMs);
      if (plays) listenedMs += toMs - nowMs;
      nowMs = toMs;
      if (nowMs !== midnightMs) continue;
      listenedMs = 0;
      midnightMs = momentOf(addDays(localTime(nowMs, zone).date, 1), 0, zone);
    }
  };
  const decideNow = () => {
    wakeAtMs = Number.POSITIVE_INFINITY;
    if (away > 0) return;
    const state: PlayerState = {
      playerId: PlayerId("kitchen"),
      accountId: YotoAccountId("auth0|1"),
      name: "Kitchen",
      family: "v3",
      presence: { is: "online", sinceMs: 0 },
      playback: plays
        ? { status: "playing", cardId: YotoCardId("BEAR1"), source: "card" }
        : { status: "stopped" },
      volumeSteps: steps,
      status: {},
    };
    const kept: RuleMemory = JSON.parse(JSON.stringify(memory));
    const view = { nowMs, zone, state, listenedTodayMs: listenedMs };
    const decision = decide([cap, limit], [], view, kept);
    memory = decision.memory;
    wakeAtMs = decision.decideAgainAtMs ?? Number.POSITIVE_INFINITY;
    remarks.push(...decision.lines.filter(({ did }) => did !== "acted"));
    const acted = decision.lines.filter(({ did }) => did === "acted");
    expect(acted.map(({ command }) => command)).toEqual(decision.commands.map(({ command }) => command));
    for (const line of acted) {
      deeds.push({ ...line, listenedMs, stepsBefore: steps });
      if (line.command?.do === "stop") plays = false;
      if (line.command?.do === "set-volume") steps = stepsOfPercent(line.command.percent);
    }
  };

  decideNow();
  for (const event of events.filter(({ atMs }) => atMs < lastMs)) {
    while (wakeAtMs < event.atMs) {
      pass(wakeAtMs);
      decideNow();
    }
    pass(event.atMs);
    if (event.what === "plays") plays = true;
    if (event.what === "stops") plays = false;
    if (event.what === "turns") steps = event.toSteps;
    if (event.what === "away") away++;
    if (event.what === "back") away--;
    decideNow();
  }
  return { deeds, stretches, remarks };
}

/** Within this time after a deed the player is given the benefit of the doubt. */
const patienceMs = 5_000;

test.each(["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago"])(
  "a year in %s: the cap and the hour a day hold to the minute, and each deed is explained",
  (zone) => {
    const events = aYear(zone.length, zone);
    const { deeds, stretches, remarks } = live(events, zone);
    expect(remarks).toEqual([]);
    const of = (id: string) => deeds.filter(({ ruleId }) => ruleId === id);
    const isEvening = (atMs: number) => {
      const { minuteOfDay } = localTime(atMs, zone);
      return minuteOfDay >= at("18:30") || minuteOfDay < at("07:15");
    };

    for (const { atMs, why, command, stepsBefore } of of("cap")) {
      expect(isEvening(atMs), new Date(atMs).toISOString()).toBe(true);
      expect(stepsBefore).toBeGreaterThan(5);
      expect(command).toEqual({ do: "set-volume", percent: 32 });
      expect(why).toBe("louder than 5 of 16");
    }
    const tooLoud = stretches.filter(
      ({ fromMs, toMs, steps, heard }) =>
        heard && steps > 5 && isEvening(fromMs) && toMs - fromMs > patienceMs,
    );
    expect(tooLoud).toEqual([]);
    expect(of("cap").length).toBeGreaterThan(200);

    for (const { listenedMs, why, command } of of("limit")) {
      expect(listenedMs).toBeGreaterThanOrEqual(60 * minuteMs);
      expect(command).toEqual({ do: "stop" });
      expect(why).toBe("the 60 minutes of today are used up");
    }
    expect(of("limit").length).toBeGreaterThan(200);
    // By another way: what was listened to each day while somebody was there to end it.
    const listened = new Map<string, { heardMs: number; unheardMs: number }>();
    for (const { fromMs, toMs, plays, heard } of stretches) {
      for (let atMs = fromMs; plays && atMs < toMs; ) {
        const { date } = localTime(atMs, zone);
        const untilMs = Math.min(toMs, momentOf(addDays(date, 1), 0, zone));
        const sum = listened.get(date) ?? { heardMs: 0, unheardMs: 0 };
        if (heard) sum.heardMs += untilMs - atMs;
        else sum.unheardMs += untilMs - atMs;
        listened.set(date, sum);
        atMs = untilMs;
      }
    }
    const ended = new Set(of("limit").map(({ atMs }) => localTime(atMs, zone).date));
    for (const [date, { heardMs, unheardMs }] of listened) {
      const tries = of("limit").filter(({ atMs }) => localTime(atMs, zone).date === date).length;
      expect(heardMs, date).toBeLessThanOrEqual(60 * minuteMs + tries * patienceMs);
      if (unheardMs === 0) expect(ended.has(date), date).toBe(heardMs >= 60 * minuteMs);
    }
  },
);
