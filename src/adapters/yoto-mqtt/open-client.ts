import type { DuplexOptions } from "node:stream";
import mqtt, { type MqttClient } from "mqtt";
import { WebSocket } from "ws";
import type { Disconnected } from "../../ports/yoto-mqtt.ts";

/** An MQTT client on its way to the broker, with the socket under it. */
export type OpenClient = {
  readonly client: MqttClient;
  readonly socket: WebSocket;
  /** Fulfils once when the connection is over, never rejects. */
  readonly closed: Promise<Disconnected>;
  /** Says why the end that follows comes, unless that was said already. */
  because(reason: Disconnected): void;
  /** Ends at once, without a goodbye. */
  drop(reason: Disconnected): void;
};

/** The library writes a packet in pieces; unless they are joined, each costs a frame of its own, and with TLS a record. */
const wholePackets: DuplexOptions = {
  writev(pieces, done) {
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), "binary", done);
  },
};

/**
 * Begins to connect: MQTT 3.1.1 over WebSocket, one user name for all players of the account, the access token as password,
 * clean session, no reconnect. Nobody waits yet.
 */
export function openClient(options: {
  readonly url: string;
  readonly clientId: string;
  readonly accessToken: string;
  readonly timeoutMs: number;
  readonly keepaliveSeconds: number;
}): OpenClient {
  // The library tells nothing of a refused upgrade, so we keep the socket ourselves.
  let socket: WebSocket | undefined;
  const client = mqtt.connect(options.url, {
    clientId: options.clientId,
    username: "_?x-amz-customauthorizer-name=PublicJWTAuthorizer",
    password: options.accessToken,
    protocolVersion: 4,
    clean: true,
    resubscribe: false,
    reconnectPeriod: 0,
    queueQoSZero: false,
    keepalive: options.keepaliveSeconds,
    connectTimeout: options.timeoutMs,
    wsOptions: { ...wholePackets },
    createWebsocket: (url: string, protocols: string[]) => {
      socket = new WebSocket(url, protocols, { handshakeTimeout: options.timeoutMs });
      return socket;
    },
  });
  if (socket === undefined)
    throw new Error(`Yoto's players are reached over ws:// or wss://, not ${options.url}`);

  const { promise: closed, resolve } = Promise.withResolvers<Disconnected>();
  let reason: Disconnected | undefined;
  const because = (why: Disconnected) => {
    reason ??= why;
  };
  client.on("error", (error) =>
    because({
      why: /keepalive timeout/i.test(error.message) ? "silent" : "closed-by-broker",
      detail: error.message,
    }),
  );
  client.once("close", () => resolve(reason ?? { why: "closed-by-broker" }));
  const under = socket;
  return {
    client,
    socket: under,
    closed,
    because,
    drop: (why) => {
      because(why);
      client.end(true);
      under.terminate();
    },
  };
}
