import fc from "fast-check";
import { expect, test } from "vitest";
import { PlayerId } from "../../src/domain/ids.ts";
import type { PlayerSettings } from "../../src/domain/players/player-config.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { YotoPlayerDetails, YotoPlayers } from "../../src/ports/yoto-players.ts";
import { virtualClock } from "../../src/simulator/clock.ts";
import type { HttpFault } from "../../src/simulator/faults.ts";
import {
  changePlayerConfig,
  type PlayerConfigChange,
} from "../../src/usecases/players/change-player-config.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

async function startConfig() {
  const world = await startPretendWorld();
  const { accessToken } = await world.link();
  const deps = {
    yoto: world.cloud,
    withToken: <Answer>(call: (token: string) => Promise<Answer>) => call(accessToken),
    clock: world.clock,
    chance: world.config.chance,
  };
  return {
    ...world,
    deps,
    change: (change: PlayerConfigChange) => changePlayerConfig(deps, world.playerId, change),
  };
}

test("one setting is changed and every other field stays, known to us or not", async () => {
  await using world = await startConfig();
  world.device.config = { ...world.device.config, inventedTomorrow: "kept", maxVolumeLimit: "14" };
  const before = structuredClone(world.device.config);
  expect(await world.change({ settings: { dayMaxVolumeSteps: 9 } })).toMatchObject({ ok: true });
  expect(world.device.config).toEqual({ ...before, maxVolumeLimit: "9" });
});

test("a setting that has the wanted value already is not written", async () => {
  await using world = await startConfig();
  await world.change({ settings: { dayMaxVolumeSteps: 9 } });
  await world.change({ settings: { dayMaxVolumeSteps: 9 } });
  expect(world.requests("PUT", "/device-v2")).toHaveLength(1);
});

test("what the app changed while our form was open is kept", async () => {
  await using world = await startConfig();
  const form = await world.deps.withToken((token) => world.cloud.playerDetails(token, world.playerId));
  world.device.config = { ...world.device.config, clockFace: "analog" };
  const asShown = form?.config.settings.dayMaxVolumeSteps;
  await world.change({ settings: { dayMaxVolumeSteps: asShown === 5 ? 6 : 5 } });
  expect(world.device.config["clockFace"]).toBe("analog");
});

test("when the app writes over our change with what it had read before, we write again", async () => {
  await using world = await startConfig();
  const stale = structuredClone(world.device.config);
  let puts = 0;
  const yoto = {
    ...world.cloud,
    putPlayerConfig: async (...call: Parameters<YotoPlayers["putPlayerConfig"]>) => {
      await world.cloud.putPlayerConfig(...call);
      if (++puts === 1) world.device.config = { ...stale, clockFace: "from the app" };
    },
  };
  const changed = await changePlayerConfig({ ...world.deps, yoto }, world.playerId, {
    settings: { repeatAll: stale["repeatAll"] !== true },
  });
  expect(changed).toMatchObject({ ok: true });
  expect(world.device.config).toMatchObject({
    clockFace: "from the app",
    repeatAll: stale["repeatAll"] !== true,
  });
});

test("who chooses the same setting after us is right", async () => {
  await using world = await startConfig();
  const yoto = {
    ...world.cloud,
    putPlayerConfig: async (...call: Parameters<YotoPlayers["putPlayerConfig"]>) => {
      await world.cloud.putPlayerConfig(...call);
      world.device.config = { ...world.device.config, maxVolumeLimit: "3" };
    },
  };
  const changed = await changePlayerConfig({ ...world.deps, yoto }, world.playerId, {
    settings: { dayMaxVolumeSteps: 9 },
  });
  expect(changed).toMatchObject({ ok: true, after: { config: { settings: { dayMaxVolumeSteps: 3 } } } });
});

test("a setting that a player does not take is told by name after a few attempts", async () => {
  await using world = await startConfig();
  const yoto = { ...world.cloud, putPlayerConfig: async () => {} };
  expect(
    await changePlayerConfig({ ...world.deps, yoto }, world.playerId, {
      name: "Attic",
      settings: { dayColour: "#123456" },
    }),
  ).toEqual({ ok: false, why: "not-taken", names: ["dayColour", "name"] });
});

test.each<[string, HttpFault]>([
  ["whose answer is lost", { do: "lost-response" }],
  ["that is answered with an error 503", { do: "status", status: 503, afterWork: true }],
])("a write %s is looked up and not written twice", async (_what, what) => {
  await using world = await startConfig();
  world.yoto.faults.add({ where: { method: "PUT", path: "/device-v2/*/config" }, what });
  expect(await world.change({ name: "Attic" })).toMatchObject({ ok: true, after: { name: "Attic" } });
  expect(world.requests("PUT", "/device-v2")).toHaveLength(1);
});

test("a refusal is told, and a player that is not ours is absent", async () => {
  await using world = await startConfig();
  world.yoto.faults.add({
    where: { method: "PUT", path: "/device-v2/*/config" },
    what: { do: "status", status: 400 },
  });
  expect(await failureOf(world.change({ name: "Attic" }))).toMatchObject({ kind: "rejected" });
  expect(await changePlayerConfig(world.deps, PlayerId("y2other"), { name: "x" })).toEqual({
    ok: false,
    why: "unknown-player",
  });
});

test("alarms are compared by what they say, so that a written alarm counts as taken", async () => {
  await using world = await startConfig();
  const alarms = [{ days: ["sat", "sun"] as const, time: "08:00", volumeSteps: 6, enabled: true }];
  expect(await world.change({ settings: { alarms } })).toMatchObject({ ok: true });
  expect(world.device.config["alarms"]).toEqual(["0000011,08:00,,,,6,1"]);
  expect(world.requests("PUT", "/device-v2")).toHaveLength(1);
});

test("two clients that write different settings at once over the wire never erase each other's", async () => {
  await using world = await startConfig();
  const clock: Clock = { nowMs: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
  for (let steps = 1; steps <= 3; steps++) {
    const one = { settings: { dayMaxVolumeSteps: steps } };
    const other = { settings: { nightMaxVolumeSteps: steps } };
    world.yoto.faults.add({
      where: { method: "GET", path: "/device-v2/*/config" },
      what: { do: "latency", ms: 20 },
      times: 2,
    });
    const change = (what: PlayerConfigChange) =>
      changePlayerConfig({ ...world.deps, clock }, world.playerId, what, { settleMs: 250 });
    expect(await Promise.all([change(one), change(other)])).toMatchObject([{ ok: true }, { ok: true }]);
    expect(world.device.config).toMatchObject({
      maxVolumeLimit: `${steps}`,
      nightMaxVolumeLimit: `${steps}`,
    });
  }
});

/** One player's configuration behind a network of the given delays, in time that passes at once. */
function slowYoto(delaysMs: readonly number[]) {
  const virtual = virtualClock(0);
  const sleep = (ms: number) => new Promise<void>((resolve) => void virtual.after(ms, resolve));
  let settings: PlayerSettings = { dayMaxVolumeSteps: 1, nightMaxVolumeSteps: 1, clockFace: "before" };
  let calls = 0;
  const delay = () => sleep(delaysMs[calls++ % delaysMs.length] ?? 0);
  const yoto: Pick<YotoPlayers, "playerDetails" | "putPlayerConfig"> = {
    playerDetails: async (_token, playerId): Promise<YotoPlayerDetails> => {
      await delay();
      const config = { settings, asWritten: {} };
      await delay();
      return {
        playerId,
        name: "Kitchen",
        family: "v3",
        online: true,
        status: {},
        config,
        shortcuts: { day: [], night: [] },
      };
    },
    putPlayerConfig: async (_token, _playerId, { config }) => {
      await delay();
      settings = config.settings;
      await delay();
    },
  };
  return { virtual, yoto, sleep, settings: () => settings };
}

test("whatever the delays of the network, as long as they are shorter than a writer waits, nothing is erased", async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 5, maxLength: 40 });
  const starts = fc.tuple(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 1_500 }));
  await fc.assert(
    fc.asyncProperty(
      delays,
      starts,
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      async (delaysMs, [first, second], luck) => {
        const { virtual, yoto, sleep, settings } = slowYoto(delaysMs);
        const writer = async (afterMs: number, change: PlayerSettings, fraction: number) => {
          await sleep(afterMs);
          return changePlayerConfig(
            {
              yoto,
              withToken: (call) => call("token"),
              clock: { nowMs: virtual.nowMs, sleep },
              chance: { fraction: () => fraction },
            },
            PlayerId("y2"),
            { settings: change },
          );
        };
        const results = Promise.all([
          writer(first, { dayMaxVolumeSteps: 9 }, luck),
          writer(second, { nightMaxVolumeSteps: 4 }, 1 - luck),
        ]);
        await virtual.advance(120_000);
        expect(await results).toMatchObject([{ ok: true }, { ok: true }]);
        expect(settings()).toEqual({ dayMaxVolumeSteps: 9, nightMaxVolumeSteps: 4, clockFace: "before" });
      },
    ),
    { numRuns: 60 },
  );
});
