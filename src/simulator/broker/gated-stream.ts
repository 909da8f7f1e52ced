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
  const send = (bytes: Buffer, done: (error?: Error | null) => void) => {
    if (frozen) done();
    else socket.send(bytes, done);
  };
  const stream = new Duplex({
    // MQTT packets are small and aedes takes them at once: nothing is ever held back on this side.
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => send(chunk, done),
    // A packet is written in pieces and goes out as one frame, as Yoto's broker sends it.
    writev: (pieces, done) => send(Buffer.concat(pieces.map(({ chunk }) => chunk)), done),
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
