import { expect, test } from "vitest";
import { type Ground, onEveryTable } from "../../../test/on-every-table.ts";
import { createInProcessCommands } from "../../adapters/memory/commands.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { type HouseRule, RuleId } from "../../domain/house-rules/house-rule.ts";
import { PlayerId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { createHouseRules } from "../../stores/house-rules.ts";
import { createMoreTimes } from "../../stores/more-times.ts";
import { createOrders } from "../../stores/orders.ts";
import { createRuleExceptions } from "../../stores/rule-exceptions.ts";
import { createRuleLog } from "../../stores/rule-log.ts";
import { createRuleMemories } from "../../stores/rule-memories.ts";
import { createSettings } from "../../stores/settings.ts";
import { applyHouseRules } from "./apply-house-rules.ts";
import { createRuleBook } from "./rule-book.ts";

const quiet: HouseRule = {
  kind: "quiet-hours",
  id: RuleId("quiet"),
  title: "Quiet",
  on: true,
  dryRun: false,
  reaction: { do: "stop" },
  allowed: [],
  window: {},
};
const playing: PlayerState = {
  playerId: PlayerId("kitchen"),
  accountId: YotoAccountId("auth0|1"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 0 },
  playback: { status: "playing", cardId: YotoCardId("BEAR1"), source: "card" },
  status: {},
};

async function aHouse({ table, clock, chance }: Ground, rules: readonly HouseRule[]) {
  const houseRules = createHouseRules(table);
  await houseRules.write(rules, 0);
  const sent: string[] = [];
  const commands = createInProcessCommands(clock);
  const stores = { settings: createSettings(table), ruleExceptions: createRuleExceptions(table), houseRules };
  const deps = {
    orders: createOrders(table),
    commands: {
      ...commands,
      send: async ({ orderedBy, command }: Parameters<typeof commands.send>[0]) =>
        void sent.push(`${orderedBy} ${command.do}`),
    },
    clock,
    chance,
    liveUpdates: createLiveUpdates(),
    ruleBook: createRuleBook({ ...stores, clock }),
    ruleMemories: createRuleMemories(table),
    ruleLog: createRuleLog(table),
    moreTimes: createMoreTimes(table),
    listenedToday: async () => 0,
  };
  return {
    deps,
    sent,
    lines: async () => (await deps.ruleLog.page(undefined)).records.map(({ value }) => value),
  };
}

onEveryTable("the rules of the house", (newGround) => {
  test("two who decide at one moment act once between them", async () => {
    const { deps, sent, lines } = await aHouse(newGround(), [quiet]);
    const one = { state: playing, fence: 4 };
    await Promise.all([1, 2, 3].map(() => applyHouseRules(deps, one)));
    expect(sent).toEqual(["rule:quiet stop"]);
    expect(await lines()).toMatchObject([{ did: "acted", ruleTitle: "Quiet", playerId: "kitchen" }]);
  });

  test("a listener that was replaced does nothing any more, and an account's fence is its own", async () => {
    const { deps, sent } = await aHouse(newGround(), [quiet]);
    await applyHouseRules(deps, { state: playing, fence: 4 });
    expect(await applyHouseRules(deps, { state: playing, fence: 3 })).toEqual({
      ok: false,
      why: "fenced-off",
    });
    const shared = { ...playing, accountId: YotoAccountId("auth0|2") };
    expect(await applyHouseRules(deps, { state: shared, fence: 1 })).toMatchObject({ ok: true });
    expect(sent).toEqual(["rule:quiet stop"]);
  });

  test("an order that could not be given after the memory was kept is not given twice", async () => {
    const { deps, sent } = await aHouse(newGround(), [quiet]);
    const commands = { ...deps.commands, send: () => Promise.reject(new Error("the queue is away")) };
    await expect(applyHouseRules({ ...deps, commands }, { state: playing, fence: 1 })).rejects.toThrow(
      "queue",
    );
    await applyHouseRules(deps, { state: playing, fence: 1 });
    expect(sent).toEqual([]);
  });

  test("what a player cannot do now is told instead of sent", async () => {
    const { deps, sent, lines } = await aHouse(newGround(), [quiet]);
    const offline: PlayerState = { ...playing, presence: { is: "offline", sinceMs: 0 } };
    await applyHouseRules(deps, { state: offline, fence: 1 });
    expect(sent).toEqual([]);
    expect(await lines()).toMatchObject([
      { did: "remarked", why: expect.stringContaining("player-offline") },
    ]);
  });

  test("a rule that was deleted is forgotten, and without rules nothing is read or written", async () => {
    const ground = newGround();
    const { deps } = await aHouse(ground, [quiet]);
    await applyHouseRules(deps, { state: playing, fence: 1 });
    expect(Object.keys((await deps.ruleMemories.get(playing.playerId))?.value.memory ?? {})).toEqual([
      "quiet",
    ]);
    const cap: HouseRule = { ...quiet, kind: "volume-cap", id: RuleId("cap"), maxSteps: 3 };
    await createHouseRules(ground.table).write([cap], 1);
    deps.ruleBook.forget();
    await applyHouseRules(deps, { state: { ...playing, volumeSteps: 9 }, fence: 1 });
    expect(Object.keys((await deps.ruleMemories.get(playing.playerId))?.value.memory ?? {})).toEqual(["cap"]);
  });
});
