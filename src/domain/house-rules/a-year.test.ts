import { expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { PlayerState } from "../players/player-state.ts";
import { addDays, localTime, momentOf, weekdayOf } from "../time/local-time.ts";
import { bedtimeLateAtMostMs } from "./bedtime.ts";
import { decide } from "./decide.ts";
import { type HouseRule, RuleId, type RuleKind } from "./house-rule.ts";
import { playAtLateAtMostMs } from "./play-at.ts";
import type { RuleMemory } from "./rule-memory.ts";

const schoolNights = ["sun", "mon", "tue", "wed", "thu"] as const;
const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function aRule(kind: RuleKind, from: string, to: string, more: Partial<HouseRule["window"]> = {}): HouseRule {
  const window = { fromMinute: at(from), toMinute: at(to), ...more };
  return { id: RuleId(kind.kind), title: kind.kind, on: true, dryRun: false, window, ...kind };
}
const rules = [
  aRule({ kind: "bedtime", ending: "at-once" }, "19:30", "06:30", { weekdays: schoolNights }),
  aRule({ kind: "quiet-hours", reaction: { do: "stop" }, allowed: [] }, "21:00", "02:30"),
  aRule({ kind: "play-at", yotoCardId: YotoCardId("WAKE1"), interrupt: false }, "02:15", "03:15"),
];

const reasons = new Map<string, string>([
  ["bedtime", "it is bedtime"],
  ["quiet-hours", "a card was started in quiet hours"],
  ["play-at", "it is time for this card"],
]);

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

type Event = { readonly atMs: number; readonly what: "child-plays" | "child-stops" | "away" | "back" };

/** What happens to a player in a year: a child that plays at all hours, and times in which nobody listens to it. */
function aYear(seed: number, zone: string): readonly Event[] {
  const chance = dice(seed);
  const events: Event[] = [];
  for (let day = 0; day < 365; day++) {
    const date = addDays("2030-01-01", day);
    const some = (clock: string, spreadMinutes: number) =>
      momentOf(date, at(clock), zone) + Math.floor((chance() - 0.5) * spreadMinutes * 60_000);
    events.push({ atMs: some("16:00", 60), what: "child-plays" });
    if (chance() < 0.3) events.push({ atMs: some("19:00", 50), what: "child-stops" });
    if (chance() < 0.4) events.push({ atMs: some("20:30", 90), what: "child-plays" });
    if (chance() < 0.3) events.push({ atMs: some("23:00", 120), what: "child-plays" });
    if (chance() < 0.2) events.push({ atMs: some("02:10", 20), what: "child-plays" });
    if (chance() < 0.25) {
      const awayMs = some(chance() < 0.5 ? "19:20" : "02:10", 40);
      events.push({ atMs: awayMs, what: "away" });
      events.push({ atMs: awayMs + Math.floor(chance() * 90 * 60_000), what: "back" });
    }
  }
  return events.toSorted((one, other) => one.atMs - other.atMs);
}

type Deed = { readonly ruleId: string; readonly atMs: number };

/** Lives through the events as the listener does: decides at each change and each wake, forgetting all but the memory. */
function live(events: readonly Event[], zone: string) {
  let memory: RuleMemory = {};
  let playback: PlayerState["playback"] = { status: "stopped" };
  let awayDepth = 0;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  const deeds: Deed[] = [];

  const decideAt = (nowMs: number) => {
    wakeAtMs = Number.POSITIVE_INFINITY;
    if (awayDepth > 0) return;
    for (let again = 0; again < 3; again++) {
      const state: PlayerState = {
        playerId: PlayerId("kitchen"),
        accountId: YotoAccountId("auth0|1"),
        name: "Kitchen",
        family: "v3",
        presence: { is: "online", sinceMs: 0 },
        playback,
        status: {},
      };
      // Every decision is made by a listener that has just been restarted.
      const kept: RuleMemory = JSON.parse(JSON.stringify(memory));
      const decision = decide(rules, [], { nowMs, zone, state, listenedTodayMs: 0 }, kept);
      memory = decision.memory;
      wakeAtMs = decision.decideAgainAtMs ?? Number.POSITIVE_INFINITY;
      // Nothing is done without a line that says why.
      const acted = decision.lines.filter(({ did }) => did === "acted");
      expect(acted.map(({ command }) => command)).toEqual(decision.commands.map(({ command }) => command));
      for (const { ruleId, why } of acted) expect(why).toBe(reasons.get(ruleId));
      if (decision.commands.length === 0) return;
      for (const { ruleId, command } of decision.commands) {
        deeds.push({ ruleId, atMs: nowMs });
        if (command.do === "stop") playback = { status: "stopped" };
        if (command.do === "play-card")
          playback = { status: "playing", cardId: command.yotoCardId, source: "mqtt" };
      }
    }
  };

  decideAt(firstMs);
  for (const event of [...events, { atMs: lastMs, what: "the-end" } as const]) {
    while (wakeAtMs < event.atMs) decideAt(wakeAtMs);
    if (event.what === "the-end" || event.atMs > lastMs) break;
    if (event.what === "away") awayDepth++;
    if (event.what === "back") awayDepth--;
    if (event.what === "child-plays")
      playback = { status: "playing", cardId: YotoCardId("BEAR1"), source: "card" };
    if (event.what === "child-stops") playback = { status: "stopped" };
    const nowMs = event.atMs;
    decideAt(nowMs);
  }
  return deeds.filter(({ atMs }) => atMs < lastMs);
}
const firstMs = Date.UTC(2029, 11, 31);
const lastMs = Date.UTC(2030, 11, 30);

/** When somebody could act from `fromMs` on: at once, or when the listener was back. */
function hereFrom(events: readonly Event[], fromMs: number): number {
  let depth = 0;
  let backMs = fromMs;
  for (const { atMs, what } of events) {
    if (atMs > fromMs && depth === 0) break;
    if (what === "away") depth++;
    if (what === "back") depth--;
    if (atMs > fromMs) backMs = atMs;
  }
  return backMs;
}

test.each(["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago"])(
  "a year in %s: each rule fires when its sentence says, never late, never twice",
  (zone) => {
    for (const seed of [zone.length]) {
      const events = aYear(seed, zone);
      const deeds = live(events, zone);
      const of = (ruleId: string) => deeds.filter((each) => each.ruleId === ruleId).map(({ atMs }) => atMs);
      const begins = (clock: string, days: readonly string[] | undefined) =>
        Array.from({ length: 366 }, (_, day) => addDays("2029-12-30", day))
          .filter((date) => days === undefined || days.includes(weekdayOf(date)))
          .map((date) => momentOf(date, at(clock), zone))
          .filter((startMs) => firstMs < startMs && startMs < lastMs);

      for (const [ruleId, clock, days, lateMs] of [
        ["bedtime", "19:30", schoolNights, bedtimeLateAtMostMs],
        ["play-at", "02:15", undefined, playAtLateAtMostMs],
      ] as const) {
        const starts = begins(clock, days);
        const fired = of(ruleId);
        // Each deed belongs to a beginning: at the very moment, or when we were back, if that was soon enough.
        for (const atMs of fired) {
          const startMs = starts.findLast((each) => each <= atMs) ?? 0;
          expect(atMs - startMs, `${ruleId} ${new Date(atMs).toISOString()}`).toBeLessThanOrEqual(lateMs);
          expect(atMs).toBe(hereFrom(events, startMs));
        }
        const nights = fired.map((atMs) => starts.findLast((each) => each <= atMs));
        expect(new Set(nights).size, ruleId).toBe(fired.length);
        // And each beginning at which somebody was there is either a deed or was no case for one.
        const couldAct = starts.filter((startMs) => hereFrom(events, startMs) === startMs);
        const acted = couldAct.filter((startMs) => fired.includes(startMs));
        expect(acted).toEqual(couldAct.filter((startMs) => isCase(ruleId, startMs, events, deeds)));
        expect(fired.length, ruleId).toBeGreaterThan(60);
      }

      for (const atMs of of("quiet-hours")) {
        const { minuteOfDay } = localTime(atMs, zone);
        expect(minuteOfDay >= at("21:00") || minuteOfDay < at("02:30"), new Date(atMs).toISOString()).toBe(
          true,
        );
      }
      expect(of("quiet-hours").length).toBeGreaterThan(60);
    }
  },
);

/** Whether the player plays right before this moment: by what the child last did, and what rules did after that. */
function isCase(
  ruleId: "bedtime" | "play-at",
  startMs: number,
  events: readonly Event[],
  deeds: readonly Deed[],
): boolean {
  const child = events.findLast(({ atMs, what }) => atMs <= startMs && what.startsWith("child"));
  const rule = deeds.findLast(({ atMs }) => atMs < startMs);
  const ruleWasLast = rule !== undefined && rule.atMs >= (child?.atMs ?? 0);
  const plays = ruleWasLast ? rule.ruleId === "play-at" : child?.what === "child-plays";
  return ruleId === "bedtime" ? plays : !plays;
}
