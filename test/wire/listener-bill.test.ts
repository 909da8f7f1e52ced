import { expect, test, vi } from "vitest";
import { createDynamoTable } from "../../src/adapters/aws/dynamodb/table.ts";
import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { clockwork, playersInClockwork, relayOverlap } from "../../src/cli/aws/costs/clockwork.ts";
import type { PlayerMessage } from "../../src/domain/players/player-message.ts";
import { runRelayGeneration } from "../../src/listener/relay-generation.ts";
import { runListener } from "../../src/listener/run-listener.ts";
import { listenerOver } from "../../src/main/aws/listener-over.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { readEnv } from "../../src/main/env.ts";
import type { YotoMqtt } from "../../src/ports/yoto-mqtt.ts";
import { startDynamoDb } from "../emulators/dynamodb.ts";
import { meteredCall, type TableUse } from "../emulators/metered.ts";
import { signedTo } from "../emulators/signed-to.ts";
import { aPlayerOf, aStreamingCard, startFamilyServer } from "./family-in-a-world.ts";
import { startLinkedWorld } from "./linked-world.ts";
import { virtualTime } from "./virtual-time.ts";

vi.setConfig({ testTimeout: 180_000 });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A family with two players that are on and play nothing, and a table that counts what is asked of it. */
async function aFamilyOnAws() {
  const time = virtualTime(Date.UTC(2030, 0, 1, 12));
  const database = await startDynamoDb("table");
  const meter = meteredCall(signedTo(() => database.endpoint));
  const table = createDynamoTable(meter.call, "table", time.clock);
  const world = await startLinkedWorld({
    time,
    table,
    keepsLog: false,
    switches: { accessTokenSeconds: 86_400 },
  });
  const { account } = await world.link();
  const players = [
    await aPlayerOf(world.yoto, account, { model: "v3" }),
    await aPlayerOf(world.yoto, account, { model: "mini" }),
  ];
  const { clock, chance, log, secrets } = world;
  const ground = {
    clock,
    chance,
    log,
    stores: createStores({ table, secrets, clock, chance }),
    commands: { ...createInProcessCommands(clock), nudge: async () => {}, onNudge: () => {} },
    env: readEnv({ YOTO_MQTT_URL: world.yoto.mqttUrl, AWS_EXECUTION_ENV: "AWS_ECS_FARGATE" }),
  };
  const loaded = { signIn: world.tokenDeps.signIn, cloud: world.cloud };
  return {
    time,
    meter,
    players,
    account,
    yoto: world.yoto,
    stores: ground.stores,
    listener(name: string) {
      const listener = listenerOver(ground, loaded, name);
      return { ...listener, deps: { ...listener.deps, mqtt: withWanderingReception(listener.deps.mqtt) } };
    },
    /** Lets time go on until that is done. */
    async end(running: Promise<unknown>) {
      let over = false;
      void running.finally(() => {
        over = true;
      });
      while (!over) await time.advance(100);
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Real players never report twice the same; pretend ones stand still. */
function withWanderingReception(mqtt: YotoMqtt): YotoMqtt {
  let reports = 0;
  const wandered = (message: PlayerMessage): PlayerMessage =>
    message.kind === "status"
      ? { ...message, report: { ...message.report, wifiDbm: -40 - (reports++ % 7) } }
      : message;
  return {
    connect: (wanted) =>
      mqtt.connect({ ...wanted, onMessage: (message) => wanted.onMessage(wandered(message)) }),
  };
}

/** What is counted is what is used, or up to a seventh more. */
function expectCounted(used: TableUse, counted: TableUse, parts: ReadonlyMap<string, number>) {
  for (const kind of ["writes", "reads"] as const) {
    const told = `${used[kind]} ${kind} are used and ${counted[kind]} counted: ${JSON.stringify([...parts])}`;
    expect(used[kind], told).toBeLessThanOrEqual(counted[kind]);
    expect(used[kind], told).toBeGreaterThan(0.85 * counted[kind]);
  }
}

function expectCountedFor(
  { parts }: { readonly parts: ReadonlyMap<string, number> },
  minutes: number,
  writesPerPlayer: number,
) {
  const written = ((parts.get("UpdateItem YOTO PLAYER") ?? 0) * 60) / minutes / playersInClockwork;
  expect(written).toBeLessThanOrEqual(writesPerPlayer);
  // With the first report a quarter of an hour after the last write there is another: three or four times an hour, as the rounds fall.
  expect(written).toBeGreaterThan(0.65 * writesPerPlayer);
}

test("the bill counts what a listener does at the table in an hour in which nothing plays", async () => {
  await using family = await aFamilyOnAws();
  const { time, meter } = family;
  const { deps, besides } = family.listener("listener");
  const stop = new AbortController();
  const running = Promise.all([runListener(deps, stop.signal), besides(stop.signal)]);
  await time.advance(2 * minuteMs);
  expect(deps.board.accounts()).toMatchObject([{ mqtt: "connected", players: 2 }]);
  const used = await meter.during(() => time.advance(hourMs));
  expectCounted(used, clockwork.listener, meter.parts);
  expectCountedFor(meter, 60, clockwork.listener.writesPerPlayer);
  stop.abort();
  await family.end(running);
});

test("and what it does for each track that is played", async () => {
  await using family = await aFamilyOnAws();
  const { time, meter } = family;
  const { deps, besides } = family.listener("listener");
  const stop = new AbortController();
  const running = Promise.all([runListener(deps, stop.signal), besides(stop.signal)]);
  await time.advance(2 * minuteMs);
  await using home = await startFamilyServer();
  const [player] = family.players;
  player?.insertCard(aStreamingCard(family.yoto, family.account, home.url));
  await time.advance(minuteMs);
  let tracks = 0;
  const counting = (async () => {
    let before: string | undefined;
    for await (const update of deps.live.subscribe(stop.signal)) {
      if (update.of !== "player") continue;
      const now = player?.state().playing?.trackKey;
      if (now !== before) tracks++;
      before = now;
    }
  })().catch(() => {});
  const minutes = 8;
  const used = await meter.during(() => time.advance(minutes * minuteMs));
  const [listened, atRest] = [minutes / 60, clockwork.listener];
  expect(tracks).toBeGreaterThan(10);
  expectCounted(
    {
      writes: (used.writes - atRest.writes * listened) / tracks,
      reads: (used.reads - atRest.reads * listened) / tracks,
    },
    clockwork.track,
    meter.parts,
  );
  stop.abort();
  await family.end(Promise.all([running, counting]));
});

test("and what a relay does, looks and hand-overs with it, and how long two of its generations listen at once", async () => {
  await using family = await aFamilyOnAws();
  const { time, meter } = family;
  const stop = new AbortController();
  const looks: Promise<unknown>[] = [];
  let listenedMs = 0;
  const look = async () => {
    const { deps, besides } = family.listener("relay");
    const ended = new AbortController();
    const until = AbortSignal.any([stop.signal, ended.signal]);
    let aside: Promise<void> | undefined;
    let sinceMs = Number.POSITIVE_INFINITY;
    const onListening = () => {
      sinceMs = time.clock.nowMs();
      aside = besides(until);
    };
    await runRelayGeneration({ ...deps, leases: family.stores.leases, version: "1", onListening }, until);
    listenedMs += Math.max(0, time.clock.nowMs() - sinceMs);
    ended.abort();
    await aside;
  };
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      looks.push(look());
      await time.advance(minuteMs);
    }
  };
  await minutes(2);
  // Twice, one generation relieves another.
  const { reads, writes } = await meter.during(() => minutes(26));
  expectCounted({ reads: (reads * 60) / 26, writes: (writes * 60) / 26 }, clockwork.relay, meter.parts);
  expectCountedFor(meter, 26, clockwork.relay.writesPerPlayer);
  stop.abort();
  await family.end(Promise.all(looks));
  // The rest is for starts and connections, which take no time here.
  expect(listenedMs / (28 * minuteMs)).toBeLessThan(1 + (relayOverlap - 1) / 2);
});
