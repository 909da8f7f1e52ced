import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Aedes } from "aedes";
import { type WebSocket, WebSocketServer } from "ws";
import type { Cloud } from "../cloud.ts";
import { mayPublish, maySubscribe } from "./access.ts";
import { createAdmission } from "./admission.ts";
import { type Connection, createConnections } from "./connections.ts";
import { type GatedStream, gatedStream } from "./gated-stream.ts";
import type { Message } from "./message-faults.ts";
import { createMessages } from "./messages.ts";
import { watchSubscribeSizes } from "./subscribe-sizes.ts";

type Deps = Pick<Cloud, "accounts" | "clock" | "devices" | "faults" | "journal" | "switches" | "tokens">;

/** The broker as the rest of the pretend cloud sees it. */
export type Broker = AsyncDisposable & {
  /** Takes over an HTTP upgrade to `/mqtt`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Publishes as the cloud, or as a player that has no connection of its own; QoS 1. */
  publish(topic: string, payload: unknown, retain?: boolean): void;
  /** Takes a message as if this client had published it over its connection. */
  accept(clientId: string, message: Message): void;
  /** Hears a topic (or all commands of a player) without a connection. Answers how to stop it. */
  attach(topic: string, hear: (topic: string, payload: Buffer) => void): () => void;
  /** Cuts the connection with this client id. */
  kick(clientId: string): boolean;
  /** Cuts them all, players too unless `onlyClients`. */
  kickAll(onlyClients?: boolean): number;
  /** Nothing goes through any more, and after one and a half keepalives of pretend time the connection is cut. */
  freeze(clientId: string): boolean;
  connections(): readonly {
    readonly clientId: string;
    readonly is: "player" | "client";
    readonly sub?: string;
    readonly topics: readonly string[];
  }[];
};

/** Nobody listens here: where aedes takes a message after we have delivered it ourselves. */
const nowhere = "pretend/delivered";

/**
 * MQTT 3.1.1 over WebSocket with the manners of Yoto's broker (AWS IoT): a token as password, exact topics only, the
 * connection closed on anything forbidden, client ids taken over, closed when the token ends, QoS 0 and 1.
 *
 * aedes speaks the protocol; who gets a message is decided here, because order, faults and the journal hang on it.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export async function startBroker(deps: Deps): Promise<Broker> {
  const { clock, faults, journal, switches } = deps;
  const connections = createConnections();
  const upgrades = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => (protocols.has("mqtt") ? "mqtt" : false),
    perMessageDeflate: false,
    maxPayload: 1_048_576,
  });
  const gates = new WeakMap<object, GatedStream>();

  const note = (clientId: string, what: string) => journal.add({ kind: "connection", clientId, what });
  const cut = (connection: Connection, why: string) => {
    note(connection.clientId, `closed: ${why}`);
    connection.gate.cut();
  };

  const messages = createMessages(deps, connections);

  const freeze = (connection: Connection) => {
    connection.frozen = true;
    connection.gate.freeze();
    note(connection.clientId, "half open: nothing goes through any more");
    connection.timers.add(
      clock.after(connection.keepaliveSeconds * 1_500, () => cut(connection, "no sign of life")),
    );
  };

  const publishesTooMuch = ({ published }: Connection) => {
    const nowMs = clock.nowMs();
    if (nowMs - published.sinceMs >= 1_000) Object.assign(published, { sinceMs: nowMs, times: 0 });
    published.times += 1;
    return published.times > switches.publishesPerSecond;
  };

  const admission = createAdmission(deps, { connections, gates, note, cut, freeze });

  const broker = new Aedes({
    heartbeatInterval: 3_600_000,
    connectTimeout: 30_000,
    queueLimit: 1_000,
    maxClientsIdLength: 128,

    ...admission,

    authorizeSubscribe: (client, subscription, done) => {
      const connection = connections.of(client);
      if (connection === undefined || connection.ended) return done(new Error("not connected"));
      const fault = faults.takeConnection("subscribe", connection.clientId);
      if (fault?.do === "hang") return;
      if (fault?.do === "refuse-suback") return done(null, null);
      if (fault !== undefined) return cut(connection, "fault");
      if (!maySubscribe(deps, connection.peer, subscription.topic))
        return cut(connection, `may not subscribe to ${subscription.topic}`);
      if (connection.subscriptions.size >= switches.subscriptionsPerConnection)
        return cut(connection, `more than ${switches.subscriptionsPerConnection} subscriptions`);
      connections.subscribe(connection, subscription.topic, subscription.qos === 0 ? 0 : 1);
      note(connection.clientId, `subscribed to ${subscription.topic}`);
      done(null, { ...subscription, qos: subscription.qos === 0 ? 0 : 1 });
    },

    authorizePublish: (client, packet, done) => {
      const connection = client === null ? undefined : connections.of(client);
      if (connection === undefined) return done(null);
      const { clientId, peer } = connection;
      const payload = Buffer.from(packet.payload);
      const fault = faults.takeConnection("publish", clientId);
      if (fault?.do === "hang") return;
      if (fault !== undefined) return cut(connection, "fault");
      if (packet.qos === 2) return cut(connection, "QoS 2 is not supported");
      if (payload.length > switches.mqttPayloadBytes) return cut(connection, "payload too large");
      if (!mayPublish(deps, peer, packet.topic)) return cut(connection, `may not publish to ${packet.topic}`);
      if (peer.is === "client" && publishesTooMuch(connection))
        note(clientId, `discarded: more than ${switches.publishesPerSecond} messages in a second`);
      else
        messages.accept(clientId, { topic: packet.topic, payload, qos: packet.qos, retain: packet.retain });
      packet.topic = nowhere;
      packet.retain = false;
      done(null);
    },
  });
  await broker.listen();

  // The CONNACK still goes out in this turn of the event loop; an answer to it cannot come before the next.
  broker.on("clientReady", (client) => {
    const connection = connections.of(client);
    if (connection?.freezesWhenReady) setImmediate(() => freeze(connection));
  });
  broker.on("subscribe", (subscriptions, client) => {
    const connection = connections.of(client);
    if (connection === undefined || connection.ended) return;
    for (const { topic } of subscriptions) messages.deliverRetained(connection, topic);
  });
  broker.on("unsubscribe", (topics, client) => {
    const connection = connections.of(client);
    if (connection !== undefined) for (const topic of topics) connections.unsubscribe(connection, topic);
  });
  for (const failed of ["clientError", "connectionError"] as const)
    broker.on(failed, (client, error) => {
      if (connections.of(client) !== undefined) note(client.id, `error: ${error.message}`);
    });

  upgrades.on("connection", (socket: WebSocket) => {
    const gate = gatedStream(socket);
    const watch = watchSubscribeSizes((topics) => {
      if (topics <= switches.topicsPerSubscribe) return;
      const connection = connections.of(client);
      if (connection !== undefined) cut(connection, `${topics} topics in one SUBSCRIBE`);
    });
    socket.on("message", watch);
    gates.set(gate.stream, gate);
    const client = broker.handle(gate.stream);
  });

  const kick = (connection: Connection) => {
    cut(connection, "kicked");
    return true;
  };

  return {
    upgrade: (request, socket, head) =>
      upgrades.handleUpgrade(request, socket, head, (upgraded) =>
        upgrades.emit("connection", upgraded, request),
      ),
    publish: (topic, payload, retain = false) =>
      messages.accept("cloud", { topic, payload: Buffer.from(JSON.stringify(payload)), qos: 1, retain }),
    accept: messages.accept,
    attach: messages.attach,
    kick: (clientId) => {
      const connection = connections.byClientId(clientId);
      return connection !== undefined && kick(connection);
    },
    kickAll: (onlyClients = false) =>
      connections
        .list()
        .filter(({ peer }) => !onlyClients || peer.is === "client")
        .map(kick).length,
    freeze: (clientId) => {
      const connection = connections.byClientId(clientId);
      if (connection === undefined) return false;
      freeze(connection);
      return true;
    },
    connections: () =>
      connections.list().map(({ clientId, peer, subscriptions }) => ({
        clientId,
        is: peer.is,
        ...(peer.is === "client" ? { sub: peer.sub } : {}),
        topics: [...subscriptions.keys()],
      })),
    [Symbol.asyncDispose]: async () => {
      for (const connection of connections.list()) connection.gate.cut();
      for (const socket of upgrades.clients) socket.terminate();
      await new Promise<void>((resolve) => broker.close(resolve));
      upgrades.close();
    },
  };
}
