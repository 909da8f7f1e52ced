import { expect, test } from "vitest";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { createFileSweeps } from "../../stores/file-sweeps.ts";
import type { TokenDeps } from "../../usecases/yoto-accounts/fresh-access-token.ts";
import { logHeartbeat } from "./log-heartbeat.ts";
import { doScheduled, type ScheduledWorkDeps } from "./scheduled-work.ts";

const nowMs = Date.UTC(2030, 0, 1);

/** A table in which a listener beat so long ago; says what was logged and whether tokens were looked after. */
function aGround(beatAgoMs: number | undefined) {
  const facts: string[] = [];
  let looked = 0;
  const note = (fact: string) => void facts.push(fact);
  const log = { debug: note, info: note, warn: note, error: note };
  const members =
    beatAgoMs === undefined ? [] : [{ value: { id: "home", beatAtMs: nowMs - beatAgoMs }, version: 1 }];
  const tokens = {
    accounts: {
      list: async () => {
        looked++;
        return [];
      },
    },
    clock: { nowMs: () => nowMs },
    chance: { fraction: () => 0.5 },
    log,
  };
  let warmed = 0;
  let podcastsLookedAt = 0;
  const feedsAsked = () => {
    podcastsLookedAt++;
    return [];
  };
  const deps: ScheduledWorkDeps = {
    board: { read: async () => ({ members, holdings: [] }) },
    tokens: async () => tokens as unknown as TokenDeps,
    library: async () =>
      ({
        audioFinder: { warm: async () => void warmed++ },
        feeds: { list: async () => feedsAsked() },
        audio: { trash: async () => ({ records: [] }) },
        files: { list: async () => [] },
        moves: { underWay: async () => undefined },
        fileSweeps: createFileSweeps(createMemoryTable(fixedClock(nowMs))),
        scripts: { leaving: async () => [] },
        jobQueue: {},
        streams: { list: async () => ({ records: [] }) },
        stories: { list: async () => ({ records: [] }), trash: async () => ({ records: [] }) },
        clock: { nowMs: () => nowMs },
        log,
      }) as unknown as Awaited<ReturnType<ScheduledWorkDeps["library"]>>,
    clock: { nowMs: () => nowMs },
    log,
  };
  return {
    deps,
    facts,
    looked: () => looked,
    podcastsLookedAt: () => podcastsLookedAt,
    warmed: () => warmed,
  };
}

test("every hour the index for searching is looked after, so that no search has to make it", async () => {
  const { deps, warmed } = aGround(20_000);
  await doScheduled(deps, { scheduled: "tend-library" });
  expect(warmed()).toBe(1);
});

test("podcasts are asked whether or not somebody listens", async () => {
  const { deps, looked, podcastsLookedAt } = aGround(20_000);
  await doScheduled(deps, { scheduled: "tend-library" });
  expect([podcastsLookedAt(), looked()]).toEqual([1, 0]);
});

test("tokens are left to a listener that beats", async () => {
  const { deps, looked } = aGround(20_000);
  await doScheduled(deps, { scheduled: "refresh-tokens" });
  expect(looked()).toBe(0);
});

test.each([undefined, 600_000])(
  "tokens are looked after when nobody listens (last beat %s ms ago)",
  async (ago) => {
    const { deps, looked } = aGround(ago);
    await doScheduled(deps, { scheduled: "refresh-tokens" });
    expect(looked()).toBe(1);
  },
);

test("the listener at home is told as alive only while it beats", async () => {
  const alive = aGround(20_000);
  await doScheduled(alive.deps, { scheduled: "watch-listener" });
  expect(alive.facts).toEqual(["listener-beat"]);
  const silent = aGround(600_000);
  await doScheduled(silent.deps, { scheduled: "watch-listener" });
  expect(silent.facts).toEqual([]);
});

test("a heartbeat is written every minute while we listen, and none while we do not", async () => {
  const stop = new AbortController();
  const { deps, facts } = aGround(undefined);
  const answers = [true, false, true];
  let sleeps = 0;
  await logHeartbeat(
    {
      log: deps.log,
      isListening: () => answers[sleeps] ?? false,
      clock: {
        nowMs: () => nowMs,
        sleep: async () => {
          if (++sleeps === answers.length) stop.abort();
        },
      },
    },
    stop.signal,
  );
  expect(facts).toEqual(["listener-beat", "listener-beat"]);
});
