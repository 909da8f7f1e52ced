import { expect, test } from "vitest";
import { virtualClock } from "./clock.ts";
import { deviceConnectOptions } from "./device-wire.ts";
import type { HttpFault, TopicFault } from "./faults.ts";
import { startPretendYoto } from "./pretend-yoto.ts";
import { pretendClientId } from "./seed.ts";
import { api, askToken, connectApp, connectMqtt, signIn, until } from "./test-client.ts";

async function aFamily() {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const yoto = await startPretendYoto({ clock });
  const account = yoto.accounts.add({ name: "Ada" });
  const kitchen = yoto.devices.add({ familyId: account.familyId, model: "v3" });
  const signedIn = await signIn(yoto, account);
  const get = (path = "/content/mine") =>
    fetch(`${yoto.url}${path}`, { headers: { Authorization: `Bearer ${signedIn.accessToken}` } });
  return {
    yoto,
    clock,
    account,
    kitchen,
    ...signedIn,
    get,
    [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose](),
  };
}

test("the next two GETs of cards fail, then all is well", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({
    where: { method: "GET", path: "/content/*" },
    what: { do: "status", status: 503 },
    times: 2,
  });
  const other = await world.get("/device-v2/devices/mine");
  const statuses = [await world.get(), await world.get(), await world.get()].map((answer) => answer.status);
  expect([other.status, ...statuses]).toEqual([200, 503, 503, 200]);
});

test("a 429 comes with or without Retry-After", async () => {
  await using world = await aFamily();
  const where = { path: "/content/mine" };
  world.yoto.faults.add({ where, what: { do: "status", status: 429, retryAfter: "7" } });
  world.yoto.faults.add({ where, what: { do: "status", status: 429 } });
  const seen = [await world.get(), await world.get()].map((answer) => [
    answer.status,
    answer.headers.get("retry-after"),
  ]);
  expect(seen).toEqual([
    [429, "7"],
    [429, null],
  ]);
});

test.each<HttpFault>([{ do: "drop" }, { do: "lost-response" }])(
  "$do gives the caller no answer",
  async (what) => {
    await using world = await aFamily();
    world.yoto.faults.add({ where: { path: "/content/mine" }, what });
    await expect(world.get()).rejects.toThrow();
    expect((await world.get()).status).toBe(200);
  },
);

test("half an answer and an answer that is no JSON fail in the reader", async () => {
  await using world = await aFamily();
  const where = { path: "/content/mine" };
  world.yoto.faults.add({ where, what: { do: "truncated" } });
  world.yoto.faults.add({ where, what: { do: "invalid-json" } });
  await expect(world.get().then((answer) => answer.text())).rejects.toThrow();
  const answer = await world.get();
  expect(answer.status).toBe(200);
  await expect(answer.json()).rejects.toThrow(SyntaxError);
});

test("a hanging request hangs until its time is over", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({ where: { path: "/content/mine" }, what: { do: "hang", ms: 30_000 } });
  let ended = "no";
  const asking = world.get().catch(() => {
    ended = "yes";
  });
  await until("request", () => world.yoto.faults.list().length === 0);
  await world.clock.advance(29_000);
  expect(ended).toBe("no");
  await world.clock.advance(2_000);
  await asking;
  expect(ended).toBe("yes");
});

test("a slow answer comes after its time", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({ where: { path: "/content/mine" }, what: { do: "latency", ms: 5_000 } });
  const asking = world.get();
  await until("request", () => world.yoto.faults.list().length === 0);
  await world.clock.advance(5_000);
  expect((await asking).status).toBe(200);
});

test("the refresh happens, its answer is lost, and the old token is spent", async () => {
  await using world = await aFamily();
  const { yoto, refreshToken } = world;
  yoto.faults.add({ where: { method: "POST", path: "/oauth/token" }, what: { do: "lost-response" } });
  const refresh = () =>
    askToken(yoto, { grant_type: "refresh_token", client_id: pretendClientId, refresh_token: refreshToken });
  await expect(refresh()).rejects.toThrow();
  expect(await refresh()).toMatchObject({ status: 403, body: { error: "invalid_grant" } });
});

test("the refresh happens, the answer says 503 all the same, and the old token is spent", async () => {
  await using world = await aFamily();
  const { yoto, refreshToken } = world;
  const what = { do: "status", status: 503, afterWork: true } as const;
  yoto.faults.add({ where: { method: "POST", path: "/oauth/token" }, what });
  const refresh = () =>
    askToken(yoto, { grant_type: "refresh_token", client_id: pretendClientId, refresh_token: refreshToken });
  expect(await refresh()).toMatchObject({ status: 503, body: { error: { code: "pretend-fault" } } });
  expect(await refresh()).toMatchObject({ status: 403, body: { error: "invalid_grant" } });
});

test("a card is made although its answer is lost", async () => {
  await using world = await aFamily();
  const { yoto, accessToken } = world;
  yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "lost-response" } });
  const tracks = [
    { key: "1", title: "t", type: "stream", format: "mp3", trackUrl: "https://x.example/1.mp3" },
  ];
  const card = { title: "Rain", content: { chapters: [{ key: "1", title: "c", tracks }] } };
  await expect(api(yoto, accessToken, "POST", "/content", card)).rejects.toThrow();
  expect((await api(yoto, accessToken, "GET", "/content/mine")).body.cards).toHaveLength(1);
});

test("a storm with odds and an end hits some and is over in time", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({
    where: { path: "/content/mine" },
    what: { do: "status", status: 500 },
    times: "always",
    probability: 0.5,
    forMs: 60_000,
  });
  const during = await Promise.all(Array.from({ length: 40 }, async () => (await world.get()).status));
  expect(new Set(during)).toEqual(new Set([200, 500]));
  await world.clock.advance(61_000);
  const after = await Promise.all(Array.from({ length: 10 }, async () => (await world.get()).status));
  expect(new Set(after)).toEqual(new Set([200]));
});

test.each<[TopicFault, string[]]>([
  [{ do: "drop" }, ["2", "3"]],
  [{ do: "duplicate" }, ["1", "1", "2", "3"]],
  [{ do: "reorder" }, ["2", "1", "3"]],
  [{ do: "delay", ms: 1_000 }, ["2", "3", "1"]],
])("messages under %o arrive as %o", async (what, expected) => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken, clock } = world;
  const topic = `device/${kitchen.deviceId}/data/events`;
  yoto.faults.add({ where: { topic: "device/*/data/events" }, what });
  await using app = connectApp(yoto, accessToken);
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  const heard: string[] = [];
  app.on("message", (_, payload) => heard.push(String(payload)));
  await app.subscribeAsync(topic, { qos: 1 });
  for (const payload of ["1", "2", "3"]) await player.publishAsync(topic, payload, { qos: 1 });
  await clock.advance(1_000);
  await until("messages", () => heard.length === expected.length);
  expect(heard).toEqual(expected);
});

test.each<[TopicFault, string]>([
  [{ do: "strings-for-numbers" }, '{"volume":"7","streaming":"true"}'],
  [
    { do: "change", fields: { eventUtc: 0, novelty: [1] } },
    '{"volume":7,"streaming":true,"eventUtc":0,"novelty":[1]}',
  ],
  [{ do: "invalid-json" }, '{"volume":7,"st'],
])("a payload under %o is %s", async (what, expected) => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken } = world;
  const topic = `device/${kitchen.deviceId}/data/events`;
  yoto.faults.add({ where: { topic }, what });
  await using app = connectApp(yoto, accessToken);
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  const heard: string[] = [];
  app.on("message", (_, payload) => heard.push(String(payload)));
  await app.subscribeAsync(topic, { qos: 1 });
  await player.publishAsync(topic, '{"volume":7,"streaming":true}', { qos: 1 });
  await until("message", () => heard.length === 1);
  expect(heard).toEqual([expected]);
});

test("the broker refuses as often as it is told, then lets in", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({
    where: { mqtt: "connect", clientId: "APP*" },
    what: { do: "refuse-connack", code: 3 },
  });
  await using refused = connectApp(world.yoto, world.accessToken);
  let code: unknown;
  refused.on("error", (error) => {
    code = "code" in error ? error.code : undefined;
  });
  await until("refusal", () => code === 3);
  await using app = connectApp(world.yoto, world.accessToken);
  await until("connection", () => app.connected);
});

test("a connection can be cut after a while", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({ where: { mqtt: "connect" }, what: { do: "drop-after", ms: 20_000 } });
  await using app = connectApp(world.yoto, world.accessToken);
  await until("connection", () => app.connected);
  await world.clock.advance(19_000);
  expect(app.connected).toBe(true);
  await world.clock.advance(1_000);
  await until("close", () => !app.connected);
});

test("over a half-open connection nothing comes although it looks alive", async () => {
  await using world = await aFamily();
  const { yoto, kitchen, accessToken, clock } = world;
  const topic = `device/${kitchen.deviceId}/data/events`;
  yoto.faults.add({
    where: { mqtt: "connect", clientId: "APP1" },
    what: { do: "half-open", afterMs: 1_000 },
  });
  await using app = connectApp(yoto, accessToken);
  await using other = connectApp(yoto, accessToken, { clientId: "OTHER" });
  await using player = connectMqtt(yoto, deviceConnectOptions(kitchen));
  const heard: string[] = [];
  app.on("message", () => heard.push("app"));
  other.on("message", () => heard.push("other"));
  await Promise.all([app.subscribeAsync(topic), other.subscribeAsync(topic)]);
  await clock.advance(1_000);
  await player.publishAsync(topic, "{}", { qos: 1 });
  await until("message", () => heard.length > 0);
  expect([heard, app.connected]).toEqual([["other"], true]);
  await clock.advance(90_000);
  await until("close", () => !app.connected);
});

test("a subscription can be refused without losing the connection", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({ where: { mqtt: "subscribe" }, what: { do: "refuse-suback" } });
  await using app = connectApp(world.yoto, world.accessToken);
  const topic = `device/${world.kitchen.deviceId}/data/events`;
  // mqtt.js tells a refused subscription as an error.
  await expect(app.subscribeAsync(topic)).rejects.toThrow();
  expect(app.connected).toBe(true);
});
