import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { createLiveUpdates } from "../adapters/memory/live-updates.ts";
import { silentLog } from "../adapters/memory/log.ts";
import type { NewAnalyzed } from "../domain/analyzed.ts";
import { analyzerContract } from "../ports/analyzer.contract.ts";
import type { Table } from "../ports/table.ts";
import { createAnalyzedBatches } from "../stores/analyzed-batches.ts";
import { createSharedAnalyzer } from "./shared-analyzer.ts";

const said = (playerId: string, payload = "{}"): NewAnalyzed => ({
  is: "message",
  playerId,
  topic: "device/y2a/data/events",
  payload,
  read: {},
  changed: {},
  actions: [],
});

onEveryTable("an analyzer over a store", (newGround) => {
  /** A listener and an API with nothing but a table between them, and how often the table was written to. */
  const twoProcesses = (pauseMs = 0) => {
    const { table, clock, chance } = newGround();
    const liveUpdates = createLiveUpdates();
    let writes = 0;
    const counted: Table = {
      ...table,
      put: (...given) => {
        writes++;
        return table.put(...given);
      },
    };
    const process = (pause: number) =>
      createSharedAnalyzer(
        { batches: createAnalyzedBatches(counted), liveUpdates, clock, chance, log: silentLog },
        pause,
      );
    return {
      hearing: process(pauseMs),
      looking: process(0),
      clock,
      liveUpdates,
      writes: () => writes,
      minutePasses: () => clock.run(60_000),
    };
  };
  analyzerContract("two processes over a table", twoProcesses);

  test("nothing is written while nobody looks, and not for long after somebody did", async () => {
    const { hearing, looking, writes, minutePasses } = twoProcesses();
    for (let many = 0; many < 50; many++) hearing.add(said("y2a"));
    await hearing.settled();
    expect(writes()).toBe(0);
    await looking.recent({}, 10);
    await minutePasses();
    await minutePasses();
    const before = writes();
    hearing.add(said("y2a"));
    await hearing.settled();
    expect(writes()).toBe(before);
  });

  test("where players are silent, what they said before is told when the listener hears that somebody looks", async () => {
    const { hearing, looking, liveUpdates } = twoProcesses();
    const stop = new AbortController();
    const told = liveUpdates.subscribe(stop.signal)[Symbol.asyncIterator]();
    hearing.add(said("y2a"));
    await hearing.settled();
    expect((await looking.recent({}, 10)).entries).toEqual([]);
    expect((await told.next()).value).toEqual({ of: "analyzer" });
    hearing.somebodyLooks();
    await hearing.settled();
    expect((await looking.recent({}, 10)).entries).toMatchObject([{ playerId: "y2a" }]);
    stop.abort();
  });

  test("a hundred messages of one second are a write or two, and one that looks on says so twice in a minute at most", async () => {
    const { hearing, looking, writes, clock } = twoProcesses(1_000);
    await looking.recent({}, 10);
    hearing.add(said("y2a"));
    await hearing.settled();
    const before = writes();
    for (let many = 0; many < 100; many++) hearing.add(said("y2a"));
    await clock.run(5_000);
    await hearing.settled();
    expect(writes() - before).toBe(1);
    const asked = writes();
    for (let second = 0; second < 60; second += 2) {
      await looking.recent({}, 10);
      clock.advance(2_000);
    }
    expect(writes() - asked).toBeLessThanOrEqual(2);
    expect((await looking.recent({}, 1000)).entries).toHaveLength(101);
  });

  test("what is too much for one item goes in several, and of a flood the newest are seen", async () => {
    const { hearing, looking } = twoProcesses();
    await looking.recent({}, 10);
    for (let many = 0; many < 1_000; many++) hearing.add(said(`y2-${many}`, "x".repeat(4_000)));
    await hearing.settled();
    const { entries } = await looking.recent({}, 1_000);
    expect(entries.length).toBeGreaterThanOrEqual(300);
    expect(entries[0]).toMatchObject({ playerId: "y2-999" });
  });
});
