import { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** The bytes of a WebSocket as a stream, with a gate that can be shut for good. */
export type GatedStream = {
  readonly stream: Duplex;
  /** From now on nothing goes through in either direction, while the socket stays open. */
  freeze(): void;
  /** Cuts the connection as a lost network would. */
  cut(): void;
};

export function gatedStream(socket: WebSocket): GatedStream {
  let frozen = false;
  const stream = new Duplex({
    // MQTT packets are small and aedes takes them at once: nothing is ever held back on this side.
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      if (frozen) done();
      else socket.send(chunk, done);
    },
    final: (done) => {
      socket.close();
      done();
    },
    destroy: (error, done) => {
      socket.close();
      done(error);
    },
  });
  socket.on("message", (data: Buffer) => {
    if (!frozen && !stream.destroyed) stream.push(data);
  });
  socket.on("error", () => {});
  socket.on("close", () => stream.destroy());
  return {
    stream,
    freeze: () => {
      frozen = true;
    },
    cut: () => {
      socket.terminate();
      stream.destroy();
    },
  };
}
