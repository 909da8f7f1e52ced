import mqtt from "mqtt";
import { expect, test, vi } from "vitest";
import { createYotoMqtt, type YotoMqttConfig } from "../../src/adapters/yoto-mqtt/yoto-mqtt.ts";
import { PlayerId } from "../../src/domain/ids.ts";
import type { PlayerMessage } from "../../src/domain/players/player-message.ts";
import { virtualClock } from "../../src/simulator/clock.ts";
import { deviceConnectOptions } from "../../src/simulator/device-wire.ts";
import type { PretendYotoOptions } from "../../src/simulator/pretend-yoto.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

async function startBroker(options: PretendYotoOptions = {}, more: Partial<YotoMqttConfig> = {}) {
  const world = await startPretendWorld(options);
  const tokens = await world.link();
  const ends = new AbortController();
  const adapter = createYotoMqtt({ url: world.yoto.mqttUrl, clock: world.clock, log: world.log, ...more });
  const player = mqtt.connect(world.yoto.mqttUrl, deviceConnectOptions(world.device));
  player.on("error", () => {});
  const heard: PlayerMessage[] = [];
  return {
    ...world,
    ...tokens,
    player,
    heard,
    connect: (accessToken: string = tokens.accessToken, clientId = "YSSTEST1") =>
      adapter.connect({
        accessToken,
        clientId,
        onMessage: (message) => void heard.push(message),
        signal: ends.signal,
      }),
    [Symbol.asyncDispose]: async () => {
      ends.abort();
      await player.endAsync(true);
      await world[Symbol.asyncDispose]();
    },
  };
}

test("a player is heard, asked and commanded through Yoto's broker", async () => {
  await using world = await startBroker();
  const { player, playerId } = world;
  const commands: string[] = [];
  player.on("message", (topic, payload) => commands.push(`${topic.split("/command/")[1]} ${payload}`));
  await player.subscribeAsync(`device/${playerId}/command/#`, { qos: 1 });
  await player.publishAsync(`device/${playerId}/presence`, '{"state":"online","ts":5}', {
    qos: 1,
    retain: true,
  });

  const connection = await world.connect();
  await connection.watch(playerId);
  await player.publishAsync(`device/${playerId}/data/events`, '{"volume":7}', { qos: 1 });
  await vi.waitFor(() => expect(world.heard).toHaveLength(2));
  expect(world.heard).toMatchObject([{ kind: "presence", online: true }, { report: { volumeSteps: 7 } }]);

  await connection.requestEvents(playerId);
  await connection.send(playerId, { do: "set-volume", percent: 50 }, "r-1");
  await vi.waitFor(() =>
    expect(commands).toEqual(["events/request ", 'volume/set {"volume":50,"requestId":"r-1"}']),
  );
});

test("a token that is no good, or lacks the right to control players, is told as unauthorized", async () => {
  await using world = await startBroker();
  expect(await failureOf(world.connect("no token"))).toMatchObject({ kind: "unauthorized" });
  const { accessToken } = await world.signIn.exchangeCode({
    code: (await world.codeFor(["family:devices:view"])).searchParams.get("code") ?? "",
    redirectUrl: "http://127.0.0.1:8787/callback",
    codeVerifier: "a verifier of ours, long enough to be one: 0123456789",
  });
  expect(await failureOf(world.connect(accessToken))).toMatchObject({ kind: "unauthorized" });
});

test("the broker ends the connection with the token, and the old token does not come back in", async () => {
  const clock = virtualClock(Date.UTC(2030, 0, 1));
  await using world = await startBroker({ clock, accessTokenSeconds: 60 });
  const connection = await world.connect();
  await clock.advance(61_000);
  expect(await connection.closed).toMatchObject({ why: "closed-by-broker" });
  expect(await failureOf(world.connect())).toMatchObject({ kind: "unauthorized" });
});

test("somebody else's player ends the connection, which is told and does not hang", async () => {
  await using world = await startBroker();
  const connection = await world.connect();
  expect(await failureOf(connection.watch(PlayerId("y2SomebodyElses0000000X1")))).toMatchObject({
    kind: "unavailable",
  });
  expect(await connection.closed).toMatchObject({ why: "closed-by-broker" });
});

test("a subscription that is refused is told as rejected and leaves the connection open", async () => {
  await using world = await startBroker();
  const connection = await world.connect();
  world.yoto.faults.add({ where: { mqtt: "subscribe" }, what: { do: "refuse-suback" } });
  expect(await failureOf(connection.watch(world.playerId))).toMatchObject({ kind: "rejected" });
  await connection.watch(world.playerId);
});

test("the day Yoto closes all topics but data/…, players are still heard after two attempts", async () => {
  await using world = await startBroker({ switches: { legacyTopics: false } });
  for (const _ of [1, 2]) {
    const refused = await world.connect();
    expect(await failureOf(refused.watch(world.playerId))).toMatchObject({ kind: "unavailable" });
  }
  const connection = await world.connect();
  await connection.watch(world.playerId);
  await world.player.publishAsync(`device/${world.playerId}/data/events`, '{"volume":3}', { qos: 1 });
  await vi.waitFor(() => expect(world.heard).toHaveLength(1));
});

test.each([2, 3] as const)(
  "a broker that is not ready (CONNACK %i) is unavailable and no reason to refresh",
  async (code) => {
    await using world = await startBroker();
    world.yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code },
    });
    expect(await failureOf(world.connect())).toMatchObject({ kind: "unavailable" });
  },
);

test("a broker that never answers is given up, and so is one that falls silent later", async () => {
  await using world = await startBroker({}, { connectTimeoutMs: 200, answerTimeoutMs: 200 });
  world.yoto.faults.add({ where: { mqtt: "connect", clientId: "YSS*" }, what: { do: "hang" } });
  expect(await failureOf(world.connect())).toMatchObject({ kind: "unavailable" });
  world.yoto.faults.add({ where: { mqtt: "connect", clientId: "YSS*" }, what: { do: "half-open" } });
  const connection = await world.connect();
  expect(await failureOf(connection.requestEvents(world.playerId))).toMatchObject({ answerLost: true });
  expect(await connection.closed).toMatchObject({ why: "silent" });
});

test("a second connection with the same client id ends the first", async () => {
  await using world = await startBroker();
  const first = await world.connect();
  await world.connect();
  expect(await first.closed).toMatchObject({ why: "closed-by-broker" });
});
