import { expect, test, vi } from "vitest";
import { type HouseRule, RuleId, type RuleKind } from "../../src/domain/house-rules/house-rule.ts";
import { YotoCardId } from "../../src/domain/ids.ts";
import { aWatchedFamily } from "./watched-family.ts";

vi.setConfig({ testTimeout: 60_000 });

const noon = 12 * 60;
const minutes = (count: number) => count * 60_000;

function aRule(
  kind: RuleKind,
  fromMinute: number,
  toMinute: number,
  more: Partial<HouseRule> = {},
): HouseRule {
  const every = { id: RuleId(kind.kind), title: kind.kind, on: true, dryRun: false };
  return { ...every, window: { fromMinute, toMinute }, ...kind, ...more } as HouseRule;
}

/** A family at noon in London, with rules in force. */
async function aHouse(...rules: HouseRule[]) {
  const family = await aWatchedFamily();
  const put = async (all: readonly HouseRule[]) => {
    await family.houseRules.write(all, (await family.houseRules.read()).version);
    family.live.publish({ of: "house-rules" });
    await family.time.advance(100);
  };
  await put(rules);
  const lines = async () => (await family.ruleLog.page(undefined)).records.map(({ value }) => value);
  return {
    ...family,
    put,
    lines,
    /** What the rules did: minutes since noon, and the command. */
    acted: async () =>
      (await lines())
        .filter(({ did }) => did === "acted")
        .map(({ atMs, command }) => [Math.floor((atMs - Date.UTC(2030, 0, 1, 12)) / 60_000), command?.do]),
    isPlaying: () => family.player.state().activity === "playing",
    [Symbol.asyncDispose]: () => family[Symbol.asyncDispose](),
  };
}

const quiet = aRule({ kind: "quiet-hours", reaction: { do: "stop" }, allowed: [] }, noon - 60, noon + 60);

test("a card that is put in in quiet hours is stopped, once, and that was not the child", async () => {
  await using house = await aHouse(quiet);
  const { player } = house;
  player.insertCard(house.card(house.account));
  await house.when("a rule's deed", async () => (await house.acted()).length > 0, 3_000);
  await house.when("silence", () => !house.isPlaying(), 1_000);
  await house.time.advance(20_000);
  expect(await house.acted()).toEqual([[0, "stop"]]);
  const stopped = (await house.told(player.id)).find(({ kind }) => kind === "playback-stopped");
  expect(stopped).toMatchObject({ cause: "us" });
  const [line] = await house.lines();
  const order = line?.orderId && (await house.orders.get(line.orderId))?.value;
  expect(order).toMatchObject({ order: { orderedBy: "rule:quiet-hours" }, outcome: { is: "took-effect" } });
});

test("outside the hours, and for a card on the list, nothing happens; a parent's change holds at once", async () => {
  await using house = await aHouse();
  const card = house.card(house.account);
  const allowing: RuleKind = { kind: "quiet-hours", reaction: { do: "stop" }, allowed: [YotoCardId(card)] };
  await house.put([aRule(allowing, noon - 60, noon + 60)]);
  house.player.insertCard(card);
  await house.time.advance(30_000);
  expect(house.isPlaying()).toBe(true);
  await house.put([quiet]);
  await house.when("silence", () => !house.isPlaying(), 3_000);
});

const bedtime = aRule(
  { kind: "bedtime", ending: "after-the-track", fade: { minutes: 2, toSteps: 2 } },
  noon + 5,
  noon + 600,
);

test("bedtime begins on the minute, fades, and ends by the player's own timer", async () => {
  await using house = await aHouse(bedtime);
  const { player } = house;
  player.insertCard(house.card(house.account));
  await house.time.advance(minutes(4) + 50_000 - 5_000);
  expect(await house.acted()).toEqual([]);
  const loud = player.state().volume;
  expect(loud).toBeGreaterThan(2);
  await house.time.advance(minutes(2) + 20_000);
  expect(player.state().volume).toBe(2);
  const acted = await house.acted();
  expect(acted.filter(([, what]) => what === "set-volume")).toHaveLength(loud - 2);
  expect(acted.at(-1)?.[0]).toBe(7);
  await house.when("silence", () => !house.isPlaying(), minutes(21));
  await house.time.advance(minutes(30));
  expect(await house.acted()).toEqual(acted);
});

test("a restart in the middle of bedtime does nothing twice and leaves nothing out", async () => {
  await using house = await aHouse({ ...bedtime, ending: "at-once" } as HouseRule);
  const { player } = house;
  player.insertCard(house.card(house.account));
  await house.time.advance(minutes(5) + 40_000);
  const before = (await house.acted()).length;
  expect(before).toBeGreaterThan(0);
  const start = player.state().volume + before;
  house.listener.kill();
  await house.time.advance(20_000);
  const next = house.listen({ listenerId: house.listener.listenerId });
  await house.when("a connection", () => next.health(house.id)?.mqtt === "connected", 60_000);
  await house.time.advance(minutes(3));
  expect(house.isPlaying()).toBe(false);
  const acted = await house.acted();
  expect(acted.filter(([, what]) => what === "stop")).toEqual([[7, "stop"]]);
  expect(start - player.state().volume).toBeGreaterThanOrEqual(before);
  await next.stop();
});

test("what was missed for too long is not made up for", async () => {
  await using house = await aHouse(bedtime);
  house.player.insertCard(
    house.card(
      house.account,
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    ),
  );
  await house.time.advance(minutes(4));
  house.listener.kill();
  await house.time.advance(minutes(50));
  const next = house.listen({ listenerId: house.listener.listenerId });
  await house.when("a connection", () => next.health(house.id)?.mqtt === "connected", 60_000);
  await house.time.advance(minutes(2));
  expect(await house.acted()).toEqual([]);
  expect((await house.lines()).map(({ why }) => why)).toEqual(["bedtime had passed before we could act"]);
  await next.stop();
});

test("ten more minutes put quiet hours off, and they hold again after them", async () => {
  await using house = await aHouse(quiet);
  const { player, time } = house;
  await house.moreTimes.give({ playerId: player.id, untilMs: time.clock.nowMs() + minutes(10) }, undefined);
  player.insertCard(
    house.card(
      house.account,
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    ),
  );
  await time.advance(minutes(9));
  expect(house.isPlaying()).toBe(true);
  await time.advance(minutes(2));
  expect(house.isPlaying()).toBe(false);
});

test("a timer to the end of the track follows a pause and a skip, and a restart in the pause", async () => {
  await using house = await aHouse();
  const { player, time } = house;
  const offBySeconds = () => {
    const { sleepTimerSeconds, positionSeconds, lengthSeconds } = player.state();
    return (sleepTimerSeconds ?? -99) - (lengthSeconds - positionSeconds);
  };
  player.insertCard(house.card(house.account));
  await time.advance(4_000);
  const { positionSeconds, lengthSeconds } = player.state();
  const seconds = Math.floor(lengthSeconds - positionSeconds);
  await house.order(player.id, { do: "set-sleep-timer", seconds, endOf: "track" });
  await time.advance(2_000);
  expect(Math.abs(offBySeconds())).toBeLessThan(3);

  player.pressRight();
  await time.advance(3_000);
  expect(player.state()).toMatchObject({ activity: "paused" });
  expect(offBySeconds()).toBeGreaterThan(1_700);
  house.listener.kill();
  await time.advance(60_000);
  const next = house.listen({ listenerId: house.listener.listenerId });
  await house.when("a connection", () => next.health(house.id)?.mqtt === "connected", 60_000);
  await time.advance(10_000);
  player.pressRight();
  await time.advance(4_000);
  expect(player.state()).toMatchObject({ activity: "playing" });
  expect(Math.abs(offBySeconds())).toBeLessThan(3);

  player.turnSkip("next");
  await time.advance(8_000);
  expect(player.state().positionSeconds).toBeLessThan(10);
  expect(Math.abs(offBySeconds())).toBeLessThan(3);
  const track = player.state().playing?.trackKey;
  await house.when("silence", () => !house.isPlaying(), 40_000);
  expect(player.state().playing?.trackKey ?? track).toBe(track);
  await next.stop();
});

test("the day's listening is used up on the minute it says, over pauses", async () => {
  const limit = aRule({ kind: "daily-limit", minutes: 5, ending: "at-once" }, 0, 0, { window: {} });
  await using house = await aHouse(limit);
  const { player, time } = house;
  player.insertCard(
    house.card(
      house.account,
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    ),
  );
  await time.advance(minutes(3));
  player.removeCard();
  await time.advance(minutes(10));
  expect(await house.acted()).toEqual([]);
  player.insertCard(
    house.card(
      house.account,
      Array.from({ length: 20 }, (_, at) => String(at + 10)),
    ),
  );
  await time.advance(minutes(1) + 45_000);
  expect(house.isPlaying()).toBe(true);
  await time.advance(35_000);
  expect(house.isPlaying()).toBe(false);
});
