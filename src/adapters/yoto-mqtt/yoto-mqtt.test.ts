import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Aedes, type AedesOptions } from "aedes";
import { afterEach, expect, test, vi } from "vitest";
import { createWebSocketStream, WebSocketServer } from "ws";
import { PlayerId, YotoCardId } from "../../domain/ids.ts";
import type { PlayerMessage } from "../../domain/players/player-message.ts";
import type { Log } from "../../ports/log.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { createYotoMqtt, type YotoMqttConfig } from "./yoto-mqtt.ts";

const kitchen = PlayerId("y2SimV3Player000000000A1");
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A broker that speaks MQTT over WebSocket, and whose sockets can be cut or made deaf. */
async function startBroker(options: Partial<AedesOptions> = {}) {
  const broker = await Aedes.createBroker(options);
  const http = createServer();
  const sockets = new Set<Socket>();
  http.on("connection", (socket) => sockets.add(socket));
  const webSockets = new WebSocketServer({ server: http, path: "/mqtt" });
  webSockets.on("connection", (socket) => {
    const stream = createWebSocketStream(socket);
    stream.on("error", () => {});
    broker.handle(stream);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  cleanUps.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise((resolve) => http.close(resolve));
  });
  return {
    broker,
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    /** From now on nothing is read any more, while the sockets stay open. */
    goDeaf: () => {
      for (const socket of sockets) socket.pause();
    },
    publish: (topic: string, payload: string) =>
      new Promise<void>((resolve, reject) =>
        broker.publish(
          { cmd: "publish", topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false },
          (error) => (error ? reject(error) : resolve()),
        ),
      ),
  };
}

const said: { fact: string; fields: unknown }[] = [];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fact, fields) => said.push({ fact, fields }),
};
const clock = { nowMs: () => 77, sleep: async () => {} };

async function connect(
  url: string,
  more: Partial<YotoMqttConfig> = {},
  onMessage: (message: PlayerMessage) => Promise<void> | void = () => {},
) {
  const connection = await createYotoMqtt({ url, clock, log, ...more }).connect({
    accessToken: "token-1",
    clientId: "YSS0001",
    onMessage,
    signal: new AbortController().signal,
  });
  cleanUps.push(async () => connection[Symbol.asyncDispose]());
  return connection;
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("one connection signs in for all players of the account with the token as password", async () => {
  const seen: unknown[] = [];
  const { url } = await startBroker({
    authenticate: (client, username, password, done) => {
      const { version, clean } = client as unknown as { version: number; clean: boolean };
      seen.push({ id: client.id, username, password: String(password), version, clean });
      done(null, true);
    },
  });
  await connect(url);
  expect(seen).toEqual([
    {
      id: "YSS0001",
      username: "_?x-amz-customauthorizer-name=PublicJWTAuthorizer",
      password: "token-1",
      version: 4,
      clean: true,
    },
  ]);
});

test("a watched player is heard on its exact topics, decoded and with our time, and not after it is unwatched", async () => {
  const server = await startBroker();
  const asked: string[][] = [];
  server.broker.on("subscribe", (subscriptions) => asked.push(subscriptions.map(({ topic }) => topic)));
  const heard: PlayerMessage[] = [];
  const connection = await connect(server.url, {}, (message) => void heard.push(message));
  await connection.watch(kitchen);
  expect(asked).toEqual([
    [`device/${kitchen}/data/events`, `device/${kitchen}/data/status`],
    [`device/${kitchen}/status/full`, `device/${kitchen}/presence`, `device/${kitchen}/response`],
    // The old topic is the only one that tells why a player switches off.
    [`device/${kitchen}/status`],
  ]);

  await server.publish(`device/${kitchen}/data/events`, '{"volume":"7"}');
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toMatchObject({ playerId: kitchen, arrivedAtMs: 77, report: { volumeSteps: 7 } });

  await connection.unwatch(kitchen);
  await server.publish(`device/${kitchen}/data/events`, '{"volume":"8"}');
  await connection.watch(kitchen);
  await server.publish(`device/${kitchen}/data/events`, '{"volume":"9"}');
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toMatchObject({ report: { volumeSteps: 9 } });
});

test("who cannot keep up is neither sent more nor taken for dead: messages wait at the broker, confirmations behind them", async () => {
  const server = await startBroker();
  const heard: PlayerMessage[] = [];
  const room = Promise.withResolvers<void>();
  const connection = await connect(server.url, { answerTimeoutMs: 200 }, (message) => {
    heard.push(message);
    return heard.length === 1 ? room.promise : undefined;
  });
  await connection.watch(kitchen);
  for (const volume of [3, 4, 5])
    await server.publish(`device/${kitchen}/data/events`, `{"volume":"${volume}"}`);
  const asked = connection.requestEvents(kitchen);
  let ended = false;
  void connection.closed.then(() => {
    ended = true;
  });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  const fromMs = performance.now();
  await vi.waitFor(() => expect(performance.now() - fromMs).toBeGreaterThan(600), { timeout: 2_000 });
  expect(heard).toHaveLength(1);
  expect(ended).toBe(false);
  room.resolve();
  await asked;
  expect(heard.map((each) => "report" in each && each.report)).toMatchObject(
    [3, 4, 5].map((volumeSteps) => ({ volumeSteps })),
  );
});

test("the broker shows that it hears us without anybody being asked; one that is deaf does not", async () => {
  const server = await startBroker();
  const published: string[] = [];
  server.broker.on("publish", ({ topic }, client) => client && published.push(topic));
  const connection = await connect(server.url, { answerTimeoutMs: 200 });
  await connection.hears();
  await connection.hears();
  expect(published).toEqual([]);
  server.goDeaf();
  expect(await failure(connection.hears())).toMatchObject({ kind: "unavailable" });
  expect(await connection.closed).toMatchObject({ why: "silent" });
});

test("requests and commands go out with QoS 1, and a command carries its request id", async () => {
  const server = await startBroker();
  const arrived: { topic: string; payload: string; qos: number }[] = [];
  server.broker.on("publish", ({ topic, payload, qos }, client) => {
    if (client) arrived.push({ topic, payload: String(payload), qos });
  });
  const connection = await connect(server.url);
  await connection.requestEvents(kitchen);
  await connection.requestStatus(kitchen);
  await connection.requestFullStatus(kitchen, "r1");
  await connection.send(kitchen, { do: "play-card", yotoCardId: YotoCardId("7JtVV") }, "r2");
  const to = `device/${kitchen}/command`;
  expect(arrived).toEqual([
    { topic: `${to}/events/request`, payload: "", qos: 1 },
    { topic: `${to}/status/request`, payload: "", qos: 1 },
    { topic: `${to}/status`, payload: '{"requestId":"r1"}', qos: 1 },
    { topic: `${to}/card/start`, payload: '{"uri":"https://yoto.io/7JtVV","requestId":"r2"}', qos: 1 },
  ]);
});

test("a token the broker refuses is told as unauthorized", async () => {
  const { url } = await startBroker({
    authenticate: (_client, _username, _password, done) => {
      done(Object.assign(new Error("no"), { returnCode: 5 as never }), false);
    },
  });
  expect(await failure(connect(url))).toMatchObject({ name: "YotoTrouble", kind: "unauthorized" });
});

test("an upgrade that is answered with 403 is told as unauthorized", async () => {
  const http = createServer();
  http.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  cleanUps.push(async () => void http.close());
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`;
  expect(await failure(connect(url))).toMatchObject({ kind: "unauthorized" });
});

test("a broker that is not there, or never answers, is told as unavailable within the time limit", async () => {
  expect(await failure(connect("ws://127.0.0.1:1/mqtt"))).toMatchObject({ kind: "unavailable" });
  const { url } = await startBroker({ authenticate: () => {} });
  expect(await failure(connect(url, { connectTimeoutMs: 100 }))).toMatchObject({ kind: "unavailable" });
});

test("giving up while connecting rejects with the signal's reason", async () => {
  const { url } = await startBroker({ authenticate: () => {} });
  const stop = new AbortController();
  const connecting = createYotoMqtt({ url, clock, log }).connect({
    accessToken: "t",
    clientId: "c",
    onMessage: () => {},
    signal: stop.signal,
  });
  stop.abort(new Error("we stop"));
  expect(await failure(connecting)).toMatchObject({ message: "we stop" });
});

test("the end of a connection says who ended it", async () => {
  const server = await startBroker();
  const ours = await connect(server.url);
  await ours[Symbol.asyncDispose]();
  expect(await ours.closed).toMatchObject({ why: "closed-by-us" });

  const theirs = await connect(server.url);
  server.cut();
  expect(await theirs.closed).toMatchObject({ why: "closed-by-broker" });
  expect(await failure(theirs.requestEvents(kitchen))).toBeInstanceOf(YotoTrouble);
});

test("a client with the same id takes the connection over, and the first one is told", async () => {
  const { url } = await startBroker();
  const first = await connect(url);
  await connect(url);
  expect(await first.closed).toMatchObject({ why: "closed-by-broker" });
});

test("a half-open socket is found out by the ping that nobody answers", async () => {
  const webSockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(webSockets, "listening");
  cleanUps.push(async () => {
    for (const socket of webSockets.clients) socket.terminate();
    await new Promise<void>((resolve) => webSockets.close(() => resolve()));
  });
  // Lets everybody in (CONNACK 0) and never says a word again.
  webSockets.on("connection", (socket) =>
    socket.once("message", () => socket.send(Buffer.of(0x20, 2, 0, 0))),
  );
  const { port } = webSockets.address() as AddressInfo;
  const connection = await connect(`ws://127.0.0.1:${port}/mqtt`, { keepaliveSeconds: 1 });
  expect(await connection.closed).toMatchObject({ why: "silent" });
});

test("what a half-open socket swallowed is told as unavailable with a lost answer", async () => {
  const server = await startBroker();
  const connection = await connect(server.url, { answerTimeoutMs: 100 });
  server.goDeaf();
  expect(await failure(connection.requestEvents(kitchen))).toMatchObject({
    kind: "unavailable",
    answerLost: true,
  });
  expect(await connection.closed).toMatchObject({ why: "silent" });
});

test("a handler that throws is written to the log and the next message still arrives", async () => {
  const server = await startBroker();
  said.length = 0;
  let calls = 0;
  const connection = await connect(server.url, {}, () => {
    calls += 1;
    throw new Error("handler");
  });
  await connection.watch(kitchen);
  await server.publish(`device/${kitchen}/presence`, '{"state":"online"}');
  await server.publish(`device/${kitchen}/presence`, "\xff\x00 garbage");
  await vi.waitFor(() => expect(calls).toBe(2));
  expect(said.map(({ fact }) => fact)).toEqual([
    "yoto-message-handler-failed",
    "yoto-message-handler-failed",
  ]);
});

test("more players than one connection has topics for are all heard, the first of them without extras", async () => {
  const server = await startBroker();
  let topics = 0;
  let most = 0;
  server.broker.on("subscribe", (subscriptions) => {
    topics += subscriptions.length;
    most = Math.max(most, topics);
  });
  server.broker.on("unsubscribe", (unsubscriptions) => {
    topics -= unsubscriptions.length;
  });
  const heard: string[] = [];
  const connection = await connect(server.url, {}, ({ playerId }) => void heard.push(playerId));
  const players = Array.from({ length: 20 }, (_, n) => PlayerId(`y2P${n}`));
  for (const player of players) await connection.watch(player);
  expect(most).toBeLessThanOrEqual(50);
  for (const player of players) await server.publish(`device/${player}/data/events`, "{}");
  await vi.waitFor(() => expect(heard).toEqual(players));
});
