import { expect, test, vi } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { createLiveUpdates } from "../adapters/memory/live-updates.ts";
import { createRecordingLog } from "../adapters/memory/log.ts";
import { createMemoryTable } from "../adapters/memory/table.ts";
import { JobId, PlayerId } from "../domain/ids.ts";
import type { LiveUpdate } from "../ports/live-updates.ts";
import { createLiveMarks } from "../stores/live-marks.ts";
import { hearMarks, markedLiveUpdates } from "./marked-live-updates.ts";

const clock = fixedClock(Date.UTC(2030, 0, 1));

/** Two processes over one table, and a wire for words between them; what the second hears. */
function twoProcesses() {
  let wake = () => {};
  const table = createMemoryTable(clock);
  const marks = createLiveMarks(table);
  const log = createRecordingLog();
  let nudges = 0;
  const here = markedLiveUpdates({
    inner: createLiveUpdates(),
    marks,
    log,
    nudge: async () => {
      nudges++;
      wake();
    },
  });
  const there = createLiveUpdates();
  const stop = new AbortController();
  const heard: LiveUpdate[] = [];
  const listening = (async () => {
    for await (const update of there.subscribe(stop.signal)) heard.push(update);
  })();
  const onNudge = (listener: () => void) => {
    wake = listener;
  };
  const hearing = hearMarks({ inner: there, marks, log, clock, onNudge }, () => 10_000, stop.signal);
  const stopped = async () => {
    stop.abort();
    await Promise.all([listening, hearing]);
  };
  return {
    here,
    heard,
    marks,
    log,
    nudges: () => nudges,
    cutTheWire: () => {
      wake = () => {};
    },
    [Symbol.asyncDispose]: stopped,
  };
}

test("what concerns a listener reaches it at once; what only screens show waits until it looks", async () => {
  await using world = twoProcesses();
  await vi.waitFor(() => expect(clock.sleepers()).toBe(1));
  world.here.publish({ of: "audio" });
  await world.here.settled();
  expect(world.nudges()).toBe(0);
  world.here.publish({ of: "yoto-accounts" });
  await vi.waitFor(() => expect(world.heard).toContainEqual({ of: "yoto-accounts" }));
});

test("what changed in one process is told in another, once, and nothing from before it listened", async () => {
  await using world = twoProcesses();
  world.cutTheWire();
  await vi.waitFor(() => expect(clock.sleepers()).toBe(1));
  world.here.publish({ of: "house-rules" });
  world.here.publish({ of: "house-rules" });
  await world.here.settled();
  await vi.waitFor(() => {
    clock.advance(10_000);
    expect(world.heard).toEqual([{ of: "house-rules" }]);
  });
  await clock.run(30_000);
  expect(world.heard).toHaveLength(1);
  const settings = { of: "player-settings", playerId: PlayerId("y2kitchen") } as const;
  world.here.publish(settings);
  await world.here.settled();
  await vi.waitFor(() => {
    clock.advance(10_000);
    expect(world.heard[1]).toEqual(settings);
  });
});

test("whose settings were changed is told by name", async () => {
  await using world = twoProcesses();
  world.cutTheWire();
  await vi.waitFor(() => expect(clock.sleepers()).toBe(1));
  const changed = ["y2one", "y2two"].map(
    (id) => ({ of: "player-settings", playerId: PlayerId(id) }) as const,
  );
  for (const update of changed) world.here.publish(update);
  await world.here.settled();
  await vi.waitFor(() => {
    clock.advance(10_000);
    expect(world.heard).toEqual(changed);
  });
});

test("single players and jobs set no mark: their own records tell", async () => {
  await using world = twoProcesses();
  world.here.publish({ of: "job", jobId: JobId("one") });
  await world.here.settled();
  expect((await world.marks.read()).size).toBe(0);
});

test("a mark that cannot be set is logged and breaks nothing", async () => {
  const log = createRecordingLog();
  const marks = { bump: () => Promise.reject(new Error("away")), read: async () => new Map() };
  const live = markedLiveUpdates({ inner: createLiveUpdates(), marks, log });
  live.publish({ of: "cards" });
  await live.settled();
  expect(log.lines).toMatchObject([{ fact: "live-mark-not-set" }]);
});
