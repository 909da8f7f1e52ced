import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { IPublishPacket } from "mqtt";
import { expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { createBackpressure } from "./backpressure.ts";

const packet: IPublishPacket = { cmd: "publish", topic: "t", payload: "", qos: 1, dup: false, retain: false };

/** A socket to a server that sends one line a moment, and a client whose messages can be held up. */
async function aLine() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  server.on("connection", (other) => {
    const timer = setInterval(() => other.send("a line"), 5);
    other.on("close", () => clearInterval(timer));
  });
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  let lines = 0;
  socket.on("message", () => {
    lines += 1;
  });
  await once(socket, "message");
  const client = {} as Parameters<typeof createBackpressure>[0]["client"];
  return {
    held: createBackpressure({ client, socket }),
    client,
    socket,
    lines: () => lines,
    async [Symbol.asyncDispose]() {
      socket.terminate();
      for (const other of server.clients) other.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("while a message is held up the socket is not read, and what waits comes afterwards", async () => {
  await using line = await aLine();
  const { promise, resolve } = Promise.withResolvers<void>();
  let confirmed = false;
  line.held.hold(promise);
  line.client.handleMessage(packet, () => {
    confirmed = true;
  });
  expect(line.socket.isPaused).toBe(true);
  expect(confirmed).toBe(false);
  expect(line.held.freeForMs()).toBe(0);
  const before = line.lines();

  resolve();
  await vi.waitFor(() => expect(confirmed).toBe(true));
  expect(line.socket.isPaused).toBe(false);
  await vi.waitFor(() => expect(line.lines()).toBeGreaterThan(before));
});

test("a message that nothing holds up is confirmed at once, and so is one whose wait failed", async () => {
  await using line = await aLine();
  const done = vi.fn();
  line.client.handleMessage(packet, done);
  expect(done).toHaveBeenCalledOnce();

  line.held.hold(Promise.reject(new Error("the store is away")));
  line.client.handleMessage(packet, done);
  await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(2));
  expect(line.socket.isPaused).toBe(false);
});
