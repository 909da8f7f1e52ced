import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { gatedStream } from "./gated-stream.ts";

test("what is written in pieces at one time goes out as one frame; a frozen gate lets nothing out", async () => {
  await using pair = await aPair();
  const { gate, frames, far } = pair;
  gate.stream.cork();
  for (const piece of ["0", "device/a/presence", "online"]) gate.stream.write(piece);
  gate.stream.uncork();
  gate.stream.write("last");
  await expect.poll(() => frames).toEqual(["0device/a/presenceonline", "last"]);

  gate.freeze();
  gate.stream.write("swallowed");
  gate.cut();
  await once(far, "close");
  expect(frames).toHaveLength(2);
});

/** A gate on one end of a WebSocket, and the frames that come out of the other. */
async function aPair() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const frames: string[] = [];
  far.on("message", (frame) => frames.push(String(frame)));
  const [socket] = (await once(server, "connection")) as [WebSocket];
  return {
    gate: gatedStream(socket),
    frames,
    far,
    async [Symbol.asyncDispose]() {
      far.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
