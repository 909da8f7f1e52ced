import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { openClient } from "./open-client.ts";

/** The kinds of MQTT packets, in the upper half of their first byte. */
const kinds = { connect: 1, puback: 4 } as const;
/** In bytes: "come in", and a message `x` on the topic `t` with the number 7, to be confirmed. */
const packets = { accepted: Buffer.from("20020000", "hex"), message: Buffer.from("3206000174000778", "hex") };
const kindOf = (frame: Buffer) => (frame[0] ?? 0) >> 4;

test("what is said to the broker comes a whole packet a frame", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const frames: Buffer[] = [];
  server.on("connection", (socket) =>
    socket.on("message", (frame: Buffer) => {
      frames.push(frame);
      if (kindOf(frame) !== kinds.connect) return;
      socket.send(packets.accepted);
      socket.send(packets.message);
    }),
  );
  const open = openClient({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: "a",
    accessToken: "a token",
    timeoutMs: 10_000,
    keepaliveSeconds: 60,
  });
  try {
    await vi.waitFor(() => expect(frames.map(kindOf)).toEqual([kinds.connect, kinds.puback]));
    const length = frames[0]?.[1];
    expect(frames[0]?.byteLength).toBe((length ?? 0) + 2);
    expect(frames[1]?.toString("hex")).toBe("40020007");
  } finally {
    open.drop({ why: "closed-by-us" });
    await new Promise((resolve) => server.close(resolve));
  }
});
