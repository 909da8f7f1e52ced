import type { Cloud } from "../cloud.ts";
import type { Connection, Connections } from "./connections.ts";
import { createMessageFaults, type Message } from "./message-faults.ts";
import { learn } from "./shadow.ts";

type Deps = Pick<Cloud, "clock" | "devices" | "faults" | "journal">;
type Hear = (topic: string, payload: Buffer) => void;

/** Who gets which message: by subscription, retained, or attached without a connection; with the faults ordered, all in the journal. */
export type Messages = {
  /** Takes a message as if this client had published it over its connection. */
  accept(clientId: string, message: Message): void;
  /** Hears a topic (or all commands of a player) without a connection. Answers how to stop it. */
  attach(topic: string, hear: Hear): () => void;
  /** To somebody who has just subscribed: what was retained under the topic, if anything. */
  deliverRetained(connection: Connection, topic: string): void;
};

/** The broker's messages over its connections. Nothing reaches a connection that is frozen or has ended. */
export function createMessages(
  { clock, devices, faults, journal }: Deps,
  connections: Connections,
): Messages {
  const attached = new Map<string, Hear>();
  const retained = new Map<string, Message>();

  const note = (direction: "from-broker" | "to-broker", clientId: string, { topic, payload }: Message) =>
    journal.add({ kind: "mqtt", direction, clientId, topic, payload: text(payload) });

  const deliver = (connection: Connection, message: Message, qos: 0 | 1) => {
    if (connection.frozen || connection.ended) return;
    const { topic, payload, retain } = message;
    note("from-broker", connection.clientId, message);
    connection.client.publish(
      { cmd: "publish", topic, payload, qos: qos < message.qos ? qos : message.qos, retain, dup: false },
      () => {},
    );
  };

  const spread = createMessageFaults({ clock, faults }, (message) => {
    if (message.retain && message.payload.length === 0) retained.delete(message.topic);
    else if (message.retain) retained.set(message.topic, message);
    for (const [connection, qos] of connections.listeners(message.topic))
      deliver(connection, { ...message, retain: false }, qos);
    const { topic, payload } = message;
    const hear = attached.get(topic) ?? attached.get(allCommands(topic));
    if (hear === undefined) return;
    note("from-broker", "attached", message);
    hear(topic, payload);
  });

  return {
    accept(clientId, message) {
      note("to-broker", clientId, message);
      learn(devices, message.topic, message.payload);
      spread(message);
    },
    attach(topic, hear) {
      attached.set(topic, hear);
      return () => {
        if (attached.get(topic) === hear) attached.delete(topic);
      };
    },
    deliverRetained(connection, topic) {
      const message = retained.get(topic);
      const qos = connection.subscriptions.get(topic);
      if (message !== undefined && qos !== undefined) deliver(connection, message, qos);
    },
  };
}

/** `device/<id>/command/…` → `device/<id>/command/#`. */
function allCommands(topic: string): string {
  return topic.replace(/^(device\/[^/]+\/command\/).*$/, "$1#");
}

/** Payloads are kept as text; what is no UTF-8 shows as replacement characters. */
function text(payload: Buffer): string {
  return payload.length > 20_000 ? `${payload.toString("utf8", 0, 20_000)}…` : payload.toString();
}
