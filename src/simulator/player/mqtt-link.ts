import { connect, type MqttClient } from "mqtt";
import type { Timer } from "../clock.ts";
import {
  commandTopics,
  configChangedTopic,
  type DeviceCredentials,
  deviceConnectOptions,
  type PretendWorld,
} from "../device-wire.ts";
import { holdBriefly } from "./hold-briefly.ts";

export type MqttLinkEvents = {
  readonly onContact: (online: boolean) => void;
  /** `name` is the topic after `device/<id>/command/`. */
  readonly onCommand: (name: string, payload: Buffer) => void;
  readonly onConfigChanged: () => void;
};

/** A player's connection to the broker; it comes back by itself, 1 to 60 s after a loss. */
export type MqttLink = AsyncDisposable & {
  /** Keeps a connection from now on. Settles after the first attempt. */
  connect(): Promise<void>;
  say(topic: string, payload: string, retain: boolean): void;
  /** Hangs up once everything said is through; no Last Will. */
  leave(): void;
  /** The radio is gone: nothing goes through, and the broker finds out by itself. */
  vanish(): void;
};

const firstRetryMs = 1_000;
const lastRetryMs = 60_000;

export function createMqttLink(
  world: PretendWorld,
  credentials: DeviceCredentials,
  { onContact, onCommand, onConfigChanged }: MqttLinkEvents,
): MqttLink {
  const { clock, mqttUrl } = world;
  const { deviceId } = credentials;
  const prefix = `device/${deviceId}/`;
  const commandPrefix = `${prefix}command/`;
  let client: MqttClient | undefined;
  let wanted = false;
  let retryMs = firstRetryMs;
  let retry: Timer | undefined;
  /** Not ours any more, but perhaps not closed yet. */
  const abandoned = new Set<MqttClient>();

  const end = (ending: MqttClient, force: boolean) =>
    new Promise<void>((resolve) => {
      ending.end(force, {}, () => resolve());
    });

  const attempt = () => {
    const settled = Promise.withResolvers<void>();
    const made = connect(mqttUrl, {
      ...deviceConnectOptions(credentials),
      keepalive: 60,
      connectTimeout: 10_000,
    });
    client = made;
    let wasOnline = false;
    made.on("connect", () => {
      made.subscribe(commandTopics(deviceId), { qos: 1 }, (error) => {
        if (error || client !== made) return settled.resolve();
        wasOnline = true;
        retryMs = firstRetryMs;
        onContact(true);
        settled.resolve();
      });
    });
    made.on("message", (topic, payload) => {
      if (client !== made) return;
      if (topic === configChangedTopic(deviceId)) onConfigChanged();
      else if (topic.startsWith(commandPrefix)) onCommand(topic.slice(commandPrefix.length), payload);
    });
    made.on("error", () => {}); // "close" follows
    made.on("close", () => {
      abandoned.delete(made);
      settled.resolve();
      if (client !== made) return;
      client = undefined;
      made.end(true);
      if (wasOnline) onContact(false);
      if (!wanted) return;
      retry = clock.after(retryMs, () => void attempt());
      retryMs = Math.min(lastRetryMs, retryMs * 2);
    });
    return holdBriefly(clock, settled.promise);
  };

  return {
    connect: async () => {
      wanted = true;
      retry?.cancel();
      if (client === undefined) await attempt();
    },
    say: (topic, payload, retain) => {
      const through = Promise.withResolvers<void>();
      client?.publish(`${prefix}${topic}`, payload, { qos: 1, retain }, () => through.resolve());
      if (client?.connected) void holdBriefly(clock, through.promise);
    },
    leave: () => {
      wanted = false;
      retry?.cancel();
      const leaving = client;
      client = undefined;
      if (leaving === undefined) return;
      abandoned.add(leaving);
      void holdBriefly(clock, end(leaving, false));
    },
    vanish: () => {
      wanted = false;
      retry?.cancel();
      world.loseContact(deviceId);
      if (client !== undefined) abandoned.add(client);
      client = undefined;
    },
    [Symbol.asyncDispose]: async () => {
      wanted = false;
      retry?.cancel();
      const open = [...abandoned, ...(client === undefined ? [] : [client])];
      client = undefined;
      await Promise.all(open.map((each) => end(each, true)));
    },
  };
}
