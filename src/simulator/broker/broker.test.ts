import { expect, test } from "vitest";
import { virtualClock } from "../clock.ts";
import { deviceConnectOptions } from "../device-wire.ts";
import { type PretendYoto, type PretendYotoOptions, startPretendYoto } from "../pretend-yoto.ts";
import { connectApp, connectMqtt, signIn, until } from "../test-client.ts";

async function aFamily(options: PretendYotoOptions = {}) {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const yoto = await startPretendYoto({ clock, ...options });
  const account = yoto.accounts.add({ name: "Ada" });
  const kitchen = yoto.devices.add({ familyId: account.familyId, model: "v3", name: "Kitchen" });
  const { accessToken } = await signIn(yoto, account);
  return {
    yoto,
    clock,
    account,
    kitchen,
    accessToken,
    [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose](),
  };
}

const topic = (device: { deviceId: string }, name: string) => `device/${device.deviceId}/${name}`;
const closed = (yoto: PretendYoto, clientId: string) => () =>
  yoto.journal
    .entries()
    .find(
      (entry) =>
        entry.kind === "connection" && entry.clientId === clientId && entry.what.startsWith("closed"),
    );

test("an app hears what a player says, and a player what the app commands", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  await using app = connectApp(yoto, accessToken);
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  const heard: string[] = [];
  app.on("message", (at, payload) => heard.push(`${at} ${payload}`));
  player.on("message", (at, payload) => heard.push(`${at} ${payload}`));
  await app.subscribeAsync(topic(kitchen, "data/events"), { qos: 1 });
  await player.subscribeAsync(topic(kitchen, "command/#"), { qos: 1 });
  await app.publishAsync(topic(kitchen, "command/events/request"), "", { qos: 1 });
  await player.publishAsync(topic(kitchen, "data/events"), '{"volume":7}', { qos: 1 });
  await until("both messages", () => heard.length === 2);
  expect(heard).toEqual([
    `${topic(kitchen, "command/events/request")} `,
    `${topic(kitchen, "data/events")} {"volume":7}`,
  ]);
});

test("the broker lets in who names its path and who names none, and nobody else", async () => {
  await using world = await aFamily();
  const { yoto } = world;
  const upgraded = (path: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`${yoto.mqttUrl.replace(/\/mqtt$/, "")}${path}`, "mqtt");
      socket.addEventListener("open", () => {
        resolve(true);
        socket.close();
      });
      socket.addEventListener("error", () => resolve(false));
    });
  expect(await Promise.all(["/mqtt", "/", "/other"].map(upgraded))).toEqual([true, true, false]);
});

test("presence is kept for who comes later, and a lost player's Last Will says offline", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  const player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  await player.publishAsync(topic(kitchen, "presence"), '{"state":"online","ts":1}', {
    qos: 1,
    retain: true,
  });
  await using app = connectApp(yoto, accessToken);
  const heard: [string, boolean][] = [];
  app.on("message", (_, payload, packet) => heard.push([String(payload), packet.retain]));
  await app.subscribeAsync(topic(kitchen, "presence"));
  await until("retained presence", () => heard.length === 1);
  player.stream.destroy();
  await until("the will", () => heard.length === 2);
  expect(heard).toEqual([
    ['{"state":"online","ts":1}', true],
    ['{"state":"offline"}', false],
  ]);
  await player.endAsync(true);
});

test.each([
  ["a wildcard", "device/+/data/events"],
  ["everything", "#"],
  ["a shadow", "$aws/things/x/shadow/get"],
  ["somebody else's player", "device/y2Foreign/data/events"],
  ["commands", "device/KITCHEN/command/reboot"],
])("subscribing to %s closes the connection", async (_, wanted) => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  await using app = connectApp(yoto, accessToken);
  app.subscribe(wanted.replace("KITCHEN", kitchen.deviceId), () => {});
  await until("close", () => app.connected === false && closed(yoto, "APP1")());
});

test("publishing anything but a command of an own player closes the connection", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  await using app = connectApp(yoto, accessToken);
  app.publish(topic(kitchen, "data/events"), "{}");
  await until("close", closed(yoto, "APP1"));
});

test.each([
  ["no authorizer in the username", { username: "_" }],
  [
    "a foreign player in the username",
    { username: "y2Foreign?x-amz-customauthorizer-name=PublicJWTAuthorizer" },
  ],
  ["a password that is no token", { password: "nonsense" }],
])("%s is refused", async (_, options) => {
  await using world = await aFamily();
  await using app = connectApp(world.yoto, world.accessToken, options);
  let code: unknown;
  app.on("error", (error) => {
    code = "code" in error ? error.code : undefined;
  });
  await until("refusal", () => code === 5);
});

test("the username may name a player of the family", async () => {
  await using world = await aFamily();
  await using app = connectApp(world.yoto, world.accessToken, {
    username: `${world.kitchen.deviceId}?x-amz-customauthorizer-name=PublicJWTAuthorizer`,
  });
  await until("connection", () => app.connected);
});

test("a token without the control scope is refused", async () => {
  await using world = await aFamily();
  const { accessToken } = await signIn(world.yoto, world.account, "family:devices:view");
  await using app = connectApp(world.yoto, accessToken);
  let refused = false;
  app.on("error", () => {
    refused = true;
  });
  await until("refusal", () => refused);
});

test("the second connection with a client id ends the first", async () => {
  await using world = await aFamily();
  await using first = connectApp(world.yoto, world.accessToken);
  await until("first", () => first.connected);
  await using second = connectApp(world.yoto, world.accessToken);
  await until("takeover", () => second.connected && !first.connected);
  expect(world.yoto.broker.connections()).toHaveLength(1);
});

test("the connection ends with the token, and the old token never works again", async () => {
  await using world = await aFamily({ accessTokenSeconds: 60 });
  await using app = connectApp(world.yoto, world.accessToken);
  await until("connection", () => app.connected);
  await world.clock.advance(59_000);
  expect(app.connected).toBe(true);
  await world.clock.advance(2_000);
  await until("close", () => !app.connected);
  await using again = connectApp(world.yoto, world.accessToken);
  let refused = false;
  again.on("error", () => {
    refused = true;
  });
  await until("refusal", () => refused);
});

test("QoS 2 is not supported", async () => {
  await using world = await aFamily();
  await using app = connectApp(world.yoto, world.accessToken);
  app.publish(topic(world.kitchen, "command/reboot"), "", { qos: 2 }, () => {});
  await until("close", closed(world.yoto, "APP1"));
});

test("more subscriptions than allowed close the connection", async () => {
  await using world = await aFamily({ switches: { subscriptionsPerConnection: 2 } });
  await using app = connectApp(world.yoto, world.accessToken);
  for (const name of ["data/events", "data/status", "presence"])
    app.subscribe(topic(world.kitchen, name), () => {});
  await until("close", closed(world.yoto, "APP1"));
});

test("what is published beyond a hundred messages in a second is discarded", async () => {
  await using world = await aFamily();
  const { yoto, clock, kitchen, accessToken } = world;
  await using app = connectApp(yoto, accessToken);
  const to = topic(kitchen, "command/events/request");
  const send = (payload: string) => app.publishAsync(to, payload, { qos: 1 });
  await Promise.all(Array.from({ length: 103 }, (_, at) => send(String(at))));
  await clock.advance(1_000);
  await send("later");
  const payloads = yoto.journal
    .entries()
    .flatMap((each) => (each.kind === "mqtt" && each.topic === to ? [each.payload] : []));
  expect([payloads.length, ...payloads.slice(-2)]).toEqual([101, "99", "later"]);
});

test("more than eight topics in one SUBSCRIBE close the connection", async () => {
  await using world = await aFamily();
  const bedroom = world.yoto.devices.add({ familyId: world.account.familyId, model: "mini" });
  const five = (device: { deviceId: string }) =>
    ["data/events", "data/status", "presence", "response", "status"].map((name) => topic(device, name));
  await using app = connectApp(world.yoto, world.accessToken);
  await until("connection", () => app.connected);
  app.subscribe([...five(world.kitchen), ...five(bedroom)], () => {});
  await until("close", () => !app.connected);
  expect(world.yoto.broker.connections()).toEqual([]);
});

test("messages of one player reach an app in the order they were sent, none lost", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  await using app = connectApp(yoto, accessToken);
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  const heard: number[] = [];
  app.on("message", (_, payload) => heard.push(Number(payload)));
  for (const name of ["data/events", "presence", "data/status"])
    await app.subscribeAsync(topic(kitchen, name), { qos: 1 });
  await until("player", () => player.connected);
  for (let at = 0; at < 300; at++) {
    const name = at % 3 === 0 ? "presence" : at % 3 === 1 ? "data/events" : "data/status";
    player.publish(topic(kitchen, name), String(at), { qos: at % 2 === 0 ? 1 : 0, retain: at % 3 === 0 });
  }
  await until("all messages", () => heard.length === 300);
  expect(heard).toEqual(Array.from({ length: 300 }, (_, at) => at));
});

test("a player without radio is found dead after one and a half keepalives", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken, clock } = world;
  await using app = connectApp(yoto, accessToken);
  await using player = connectMqtt(yoto, { ...deviceConnectOptions(kitchen), keepalive: 40 });
  const heard: string[] = [];
  app.on("message", (_, payload) => heard.push(String(payload)));
  await app.subscribeAsync(topic(kitchen, "presence"));
  await until("player", () => player.connected);
  yoto.loseContact(kitchen.deviceId);
  player.publish(topic(kitchen, "presence"), '{"state":"online"}');
  await clock.advance(59_000);
  expect(heard).toEqual([]);
  await clock.advance(2_000);
  await until("the will", () => heard.length === 1);
  expect(heard).toEqual(['{"state":"offline"}']);
});

test("a status report shows in the config answer", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  await player.publishAsync(topic(kitchen, "data/status"), '{"status":{"batteryLevel":41}}', { qos: 1 });
  await until("shadow", () => kitchen.shadow["batteryLevel"] === 41);
  const answer = await fetch(`${yoto.url}/device-v2/${kitchen.deviceId}/config`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(await answer.json()).toMatchObject({ device: { status: { batteryLevel: 41 } } });
});

test("online follows presence at once the first day, and late afterwards", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, clock } = world;
  const player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  await player.publishAsync(topic(kitchen, "presence"), '{"state":"online"}', { qos: 1, retain: true });
  await until("online", () => kitchen.online);
  player.stream.destroy();
  await until("gone", () => !kitchen.connected);
  expect(kitchen.online).toBe(true);
  await clock.advance(301_000);
  expect(kitchen.online).toBe(false);
  await player.endAsync(true);
});
