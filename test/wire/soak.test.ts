import fc from "fast-check";
import { expect, test } from "vitest";
import { type Deed, tally } from "../../bench/soak/ledger.ts";
import { setClocks } from "../../bench/soak/set-clocks.ts";
import { soak } from "../../bench/soak/soak.ts";
import { soakedPlayer } from "../../bench/soak/soaked-player.ts";
import { aWatchedFamily } from "./watched-family.ts";

test("six bad hours: no relink, truth within two seconds of each reconnect, nothing lost or doubled outside gaps", async () => {
  const report = await soak({
    days: 0.25,
    seed: 42,
    accounts: 2,
    playersEach: 2,
    deedsPerDay: 150,
    trouble: 8,
  });
  expect(report).toMatchObject({ relinks: 0, lost: [], doubled: [], stale: [] });
  expect(report.slowestTruthMs).toBeLessThanOrEqual(2_000);
  expect(report.deeds).toBeGreaterThan(50);
  expect(report.reconnects).toBeGreaterThan(10);
}, 300_000);

const deed = (atMs: number, what = "volume 7"): Deed => ({ atMs: [atMs], what });

test("the ledger finds what was lost and what was doubled", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 }),
      fc.nat(),
      (moments, which) => {
        // Ten seconds apart, so that no two can be taken for each other.
        const deeds = moments.sort((a, b) => a - b).map((moment) => deed(moment * 10_000));
        const told = deeds.map(({ atMs, what }) => deed((atMs[0] ?? 0) + 300, what));
        expect(tally(deeds, told, [])).toMatchObject({ lost: [], doubled: [] });
        const at = which % deeds.length;
        const one = told[at];
        if (one === undefined) throw new Error("unreachable");
        expect(tally(deeds, told.toSpliced(at, 1), []).lost).toEqual([deeds[at]]);
        expect(tally(deeds, [...told, one], []).doubled).toHaveLength(1);
      },
    ),
  );
});

test("the ledger pairs by time, in whatever order a day is told in which a clock was set", () => {
  const removed = (atSeconds: number): Deed => ({ atMs: [atSeconds * 1_000], what: "card-removed" });
  const quiet = [removed(0), removed(563)];
  expect(tally([], [removed(563.1), removed(0.2)], [], quiet).doubled).toEqual([]);
  expect(tally([], [removed(563.1), removed(0.2), removed(0.3)], [], quiet).doubled).toHaveLength(1);
});

test("the ledger leaves each entry its own deed, though another may mean that moment, too", () => {
  const removed = (...atMs: number[]): Deed => ({ atMs, what: "card-removed" });
  const quiet = [removed(0), removed(562_000)];
  // Our clock was set back by 25 minutes in between: each entry means two moments.
  const told = [removed(562_500, 562_500 - 1_500_000), removed(500, 500 + 1_500_000)];
  for (const order of [told, told.toReversed()])
    expect(tally([], order, [], quiet)).toEqual({ deeds: 0, lost: [], doubled: [] });
  const thrice = tally([], [...told, removed(700_000)], [], quiet);
  expect(thrice.doubled).toHaveLength(1);
});

test("the ledger forgives what lies in a gap and nothing else", () => {
  const gap = { fromMs: [10_000], untilMs: [20_000] };
  expect(tally([deed(15_000)], [], [gap]).lost).toEqual([]);
  expect(tally([deed(25_000)], [], [gap]).lost).toHaveLength(1);
  expect(tally([], [deed(20_500)], [gap]).doubled).toEqual([]);
  expect(tally([], [deed(30_000)], [gap]).doubled).toHaveLength(1);
});

test("an entry that was moved out of the store and is written there again by the next holder is counted once", async () => {
  await using family = await aWatchedFamily();
  const { time, player, history, table, listener } = family;
  const soaked = soakedPlayer(
    player,
    () => time.clock.nowMs(),
    setClocks(() => time.clock.nowMs()),
  );
  const collect = async () => {
    const { entries } = await history.page(player.id, { limit: 1_000 });
    soaked.take(entries);
    for (const { atMs, key } of entries)
      await table.delete({
        pk: `PLAYER#${player.id}`,
        sk: `EVENT#${new Date(atMs).toISOString()}#${key}`,
      });
  };
  player.turnVolume(-2);
  await time.advance(10_000);
  await collect();
  expect(soaked.told.all()).toHaveLength(1);
  // Its record still brings the entry along: it may have died between the two writes.
  listener.kill();
  family.listen({ listenerId: listener.listenerId });
  await time.advance(20_000);
  expect((await family.kinds()).toSorted()).toEqual(["gap", "volume-changed"]);
  await collect();
  expect(soaked.told.all()).toHaveLength(1);
}, 60_000);
