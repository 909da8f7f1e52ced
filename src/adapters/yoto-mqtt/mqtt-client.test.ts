import { once } from "node:events";
import type { AddressInfo } from "node:net";
import mqttPacket, { type Packet } from "mqtt-packet";
import { afterEach, expect, test, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { MqttClient, type MqttClientOptions } from "./mqtt-client.ts";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A broker of which a test says itself what it answers; it lets everybody in. */
async function aBroker(answer: (packet: Packet) => Packet | undefined = () => undefined) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const frames: Buffer[] = [];
  const packets: Packet[] = [];
  let client: WebSocket | undefined;
  server.on("connection", (socket) => {
    client = socket;
    const parser = mqttPacket.parser({ protocolVersion: 4 });
    parser.on("packet", (packet) => {
      packets.push(packet);
      const said =
        packet.cmd === "connect"
          ? ({ cmd: "connack", returnCode: 0, sessionPresent: false } as const)
          : answer(packet);
      if (said !== undefined) socket.send(mqttPacket.generate(said));
    });
    socket.on("message", (frame: Buffer) => {
      frames.push(frame);
      parser.parse(frame);
    });
  });
  cleanUps.push(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    frames,
    packets,
    send: (bytes: Buffer) => client?.send(bytes),
  };
}

async function connected(url: string, more: Partial<MqttClientOptions> = {}) {
  const client = new MqttClient({
    url,
    clientId: "a",
    username: "everybody",
    password: "a token",
    connectTimeoutMs: 10_000,
    keepaliveSeconds: 60,
    onMessage: () => {},
    ...more,
  });
  cleanUps.push(async () => client.drop({ why: "closed-by-us" }));
  await client.accepted(new AbortController().signal);
  return client;
}

const message = (topic: string, messageId: number) =>
  mqttPacket.generate({
    cmd: "publish",
    topic,
    payload: "x",
    qos: 1,
    messageId,
    dup: false,
    retain: false,
  });
const acknowledged = (packets: readonly Packet[]) =>
  packets.flatMap(({ cmd, messageId }) => (cmd === "puback" ? [messageId] : []));

test("what is said to the broker comes a whole packet a frame, and a message is acknowledged by its number", async () => {
  const broker = await aBroker();
  await connected(broker.url);
  broker.send(message("t", 0x1234));
  await vi.waitFor(() => expect(broker.frames).toHaveLength(2));
  const [connect, puback] = broker.frames;
  expect(connect?.byteLength).toBe((connect?.[1] ?? 0) + 2);
  expect(puback?.toString("hex")).toBe("40021234");
});

test("packets are read as they are cut: several in a frame, one in several frames", async () => {
  const broker = await aBroker();
  const heard: string[] = [];
  await connected(broker.url, { onMessage: (topic) => void heard.push(topic) });
  broker.send(Buffer.concat([message("one", 1), message("two", 2), message("three", 3).subarray(0, 4)]));
  broker.send(message("three", 3).subarray(4, 7));
  broker.send(message("three", 3).subarray(7));
  await vi.waitFor(() => expect(acknowledged(broker.packets)).toEqual([1, 2, 3]));
  expect(heard).toEqual(["one", "two", "three"]);
});

test("while a message is held nothing else is handed on or acknowledged, not even from the same frame; then all of it, in order", async () => {
  const broker = await aBroker();
  const heard: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const holds = [first.promise, undefined, second.promise];
  const client = await connected(broker.url, {
    onMessage: (topic) => {
      heard.push(topic);
      return holds.shift();
    },
  });
  broker.send(Buffer.concat(["a", "b", "c", "d"].map((topic, at) => message(topic, at + 1))));
  broker.send(message("e", 5));
  await vi.waitFor(() => expect(heard).toEqual(["a"]));
  expect(client.freeForMs()).toBe(0);
  expect(acknowledged(broker.packets)).toEqual([]);

  first.resolve();
  await vi.waitFor(() => expect(heard).toEqual(["a", "b", "c"]));
  await vi.waitFor(() => expect(acknowledged(broker.packets)).toEqual([1, 2]));

  // A wait that failed is over, too.
  second.reject(new Error("the store is away"));
  await vi.waitFor(() => expect(acknowledged(broker.packets)).toEqual([1, 2, 3, 4, 5]));
  expect(heard).toEqual(["a", "b", "c", "d", "e"]);
});

test("each question gets its own answer, in whatever order they come", async () => {
  const asked: number[] = [];
  const broker = await aBroker((packet) => {
    if (packet.cmd === "publish") asked.push(packet.messageId ?? 0);
    return undefined;
  });
  const client = await connected(broker.url);
  const answered: string[] = [];
  const publishing = ["one", "two", "three"].map((topic) =>
    client.publish(topic, "").then(() => answered.push(topic)),
  );
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  for (const messageId of asked.toReversed()) broker.send(mqttPacket.generate({ cmd: "puback", messageId }));
  await Promise.all(publishing);
  expect(answered).toEqual(["three", "two", "one"]);
});

test("topics that are refused, or not answered for, are told", async () => {
  const broker = await aBroker((packet) =>
    packet.cmd === "subscribe"
      ? { cmd: "suback", messageId: packet.messageId ?? 0, granted: [1, 128] }
      : undefined,
  );
  const client = await connected(broker.url);
  expect(await client.subscribe(["granted", "refused", "forgotten"])).toEqual(["refused", "forgotten"]);
});

test("a broker that says nothing is pinged and stays connected as long as it answers", async () => {
  const broker = await aBroker((packet) => (packet.cmd === "pingreq" ? { cmd: "pingresp" } : undefined));
  let ended = false;
  const client = await connected(broker.url, { keepaliveSeconds: 1 });
  void client.closed.then(() => {
    ended = true;
  });
  const pings = () => broker.packets.filter(({ cmd }) => cmd === "pingreq").length;
  await vi.waitFor(() => expect(pings()).toBeGreaterThan(3), { timeout: 5_000 });
  expect(ended).toBe(false);
});

test("bytes that are no MQTT end the connection with a reason", async () => {
  const broker = await aBroker();
  const client = await connected(broker.url);
  broker.send(Buffer.from("f2ff00ff", "hex"));
  expect(await client.closed).toMatchObject({ why: "closed-by-broker", detail: expect.any(String) });
});

test("a goodbye that nobody takes ends the connection all the same", async () => {
  const broker = await aBroker();
  const client = await connected(broker.url);
  await client.close();
  expect(await client.closed).toEqual({ why: "closed-by-us" });
  expect(broker.packets.at(-1)?.cmd).toBe("disconnect");
});
