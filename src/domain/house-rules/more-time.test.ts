import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import { type HouseRule, RuleId } from "./house-rule.ts";
import { moreTimeUntil } from "./more-time.ts";

const kitchen = PlayerId("kitchen");
const at = (clock: string) => Date.parse(`2030-01-07T${clock}:00Z`);
const bedtime: HouseRule = {
  id: RuleId("bed"),
  kind: "bedtime",
  ending: "at-once",
  title: "Bedtime",
  on: true,
  dryRun: false,
  window: { fromMinute: 19 * 60 + 30, toMinute: 390 },
};
const given = (clock: string, more: { beforeMs?: number } = {}) =>
  moreTimeUntil([bedtime], {
    playerId: kitchen,
    zone: "Europe/London",
    nowMs: at(clock),
    minutes: 10,
    ...more,
  });

test("more time shortly before bedtime puts bedtime off by as much", () => {
  expect(given("19:20")).toBe(at("19:40"));
});

test("more time in the afternoon, or during bedtime, counts from now", () => {
  expect(given("15:00")).toBe(at("15:10"));
  expect(given("19:35")).toBe(at("19:45"));
});

test("pressed twice is twenty minutes", () => {
  expect(given("19:35", { beforeMs: at("19:45") })).toBe(at("19:55"));
});

test("a rule of another player does not count", () => {
  const other = { ...bedtime, players: [PlayerId("bedroom")] };
  expect(
    moreTimeUntil([other], { playerId: kitchen, zone: "Europe/London", nowMs: at("19:20"), minutes: 10 }),
  ).toBe(at("19:30"));
});
