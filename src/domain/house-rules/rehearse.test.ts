import { expect, test } from "vitest";
import { PlayerId, YotoAccountId } from "../ids.ts";
import type { PlayerState } from "../players/player-state.ts";
import { type HouseRule, RuleId, type RuleKind } from "./house-rule.ts";
import { rehearse } from "./rehearse.ts";

const at = (clock: string, day = 7) => Date.parse(`2030-01-0${day}T${clock}:00Z`);
const player: PlayerState = {
  playerId: PlayerId("kitchen"),
  accountId: YotoAccountId("auth0|1"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "offline", sinceMs: 0 },
  playback: { status: "stopped" },
  status: {},
};
const night = { fromMinute: 19 * 60 + 30, toMinute: 390 };
function aRule(kind: RuleKind, more: Partial<HouseRule> = {}): HouseRule {
  return {
    id: RuleId(kind.kind),
    title: kind.kind,
    on: true,
    dryRun: false,
    window: night,
    ...kind,
    ...more,
  } as HouseRule;
}
const evening = (rules: readonly HouseRule[]) =>
  rehearse(rules, [], {
    state: player,
    zone: "Europe/London",
    fromMs: at("18:00"),
    untilMs: at("08:00", 8),
    listenedTodayMs: 0,
  });

test("an evening shows bedtime once, and quiet hours each time the child tries again", () => {
  const told = evening([
    aRule({ kind: "bedtime", ending: "after-the-track", fade: { minutes: 10, toSteps: 2 } }),
    aRule(
      { kind: "quiet-hours", reaction: { do: "stop" }, allowed: [] },
      { window: { ...night, fromMinute: 20 * 60 } },
    ),
  ]);
  expect(told.map(({ ruleId, command, times }) => [ruleId, command?.do, times])).toEqual([
    ["bedtime", "set-volume", 6],
    ["bedtime", "set-sleep-timer", 1],
    ["quiet-hours", "stop", 42],
  ]);
  expect(told[0]?.atMs).toBe(at("19:31") + 40_000);
});

test("a dry run is rehearsed as if it counted, and a rule that is off is not", () => {
  const quiet = aRule({ kind: "quiet-hours", reaction: { do: "stop" }, allowed: [] }, { dryRun: true });
  expect(evening([quiet])[0]).toMatchObject({ did: "acted", atMs: at("19:30") });
  expect(evening([{ ...quiet, on: false }])).toEqual([]);
});

test("a daily limit is reached when the minutes are used up", () => {
  const limit = aRule({ kind: "daily-limit", minutes: 60, ending: "at-once" }, { window: {} });
  expect(evening([limit])[0]).toMatchObject({ atMs: at("19:00"), command: { do: "stop" } });
});
