import type { Client } from "aedes";
import type { Timer } from "../clock.ts";
import type { Peer } from "./authorizer.ts";
import type { GatedStream } from "./gated-stream.ts";

/** A connection that was let in. */
export type Connection = {
  readonly client: Client;
  readonly gate: GatedStream;
  readonly clientId: string;
  readonly peer: Peer;
  readonly keepaliveSeconds: number;
  /** Topic → granted QoS. */
  readonly subscriptions: Map<string, 0 | 1>;
  readonly timers: Set<Timer>;
  /** What it published in the second that began then. */
  published: { sinceMs: number; times: number };
  /** Nothing goes through any more although the socket is open. */
  frozen: boolean;
  /** That begins right after its CONNACK. */
  readonly freezesWhenReady: boolean;
  ended: boolean;
};

/** Who is connected and who listens to what; every look-up costs the same however many there are. */
export type Connections = {
  add(connection: Connection): void;
  /** Also one that has ended: its Last Will comes after it. */
  of(client: Client): Connection | undefined;
  byClientId(clientId: string): Connection | undefined;
  remove(connection: Connection): void;
  subscribe(connection: Connection, topic: string, qos: 0 | 1): void;
  unsubscribe(connection: Connection, topic: string): void;
  /** The listeners of this exact topic, and players listening to all of their commands. */
  listeners(topic: string): Iterable<readonly [Connection, 0 | 1]>;
  list(): readonly Connection[];
};

export function createConnections(): Connections {
  const byClient = new WeakMap<Client, Connection>();
  const current = new Set<Connection>();
  const byId = new Map<string, Connection>();
  const byTopic = new Map<string, Map<Connection, 0 | 1>>();

  const unsubscribe = (connection: Connection, topic: string) => {
    connection.subscriptions.delete(topic);
    const listeners = byTopic.get(topic);
    listeners?.delete(connection);
    if (listeners?.size === 0) byTopic.delete(topic);
  };

  return {
    add: (connection) => {
      byClient.set(connection.client, connection);
      current.add(connection);
      byId.set(connection.clientId, connection);
    },
    of: (client) => byClient.get(client),
    byClientId: (clientId) => byId.get(clientId),
    remove: (connection) => {
      for (const topic of connection.subscriptions.keys()) unsubscribe(connection, topic);
      for (const timer of connection.timers) timer.cancel();
      current.delete(connection);
      connection.ended = true;
      if (byId.get(connection.clientId) === connection) byId.delete(connection.clientId);
    },
    subscribe: (connection, topic, qos) => {
      connection.subscriptions.set(topic, qos);
      byTopic.set(topic, (byTopic.get(topic) ?? new Map<Connection, 0 | 1>()).set(connection, qos));
    },
    unsubscribe,
    listeners: function* (topic) {
      yield* byTopic.get(topic) ?? [];
      const command = /^(device\/[^/]+\/command)\//.exec(topic)?.[1];
      if (command !== undefined) yield* byTopic.get(`${command}/#`) ?? [];
    },
    list: () => [...current],
  };
}
