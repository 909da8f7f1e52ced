import type { PlayerId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoConnection, YotoMqtt } from "../../ports/yoto-mqtt.ts";
import { decodeMessage } from "../../yoto/decode-message.ts";
import { encodeCommand } from "../../yoto/encode-command.ts";
import { commandTopic } from "../../yoto/topics.ts";
import { awaitConnack } from "./await-connack.ts";
import { createBackpressure } from "./backpressure.ts";
import { type Confirmed, confirmations } from "./confirmations.ts";
import { createExtraTopics, type ExtraTopics } from "./extra-topics.ts";
import { type OpenClient, openClient } from "./open-client.ts";
import { createSubscriptions } from "./subscriptions.ts";

export type YotoMqttConfig = {
  /** `wss://…/mqtt` of Yoto, or `ws://…` of the pretend one. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** How long the broker may take to confirm what we sent before the connection counts as dead; default 10 000. */
  readonly answerTimeoutMs?: number;
  /** Default 30, the least that Yoto's broker takes; a socket that is silent for one and a half of these is given up. */
  readonly keepaliveSeconds?: number;
};

/**
 * Connections to Yoto's broker, one per account, QoS 1 both ways.
 * @see https://yoto.dev/players-mqtt/
 */
export function createYotoMqtt(config: YotoMqttConfig): YotoMqtt {
  const extras = createExtraTopics(config.clock, config.log);
  const lastWords = createExtraTopics(config.clock, config.log);
  return {
    connect: async ({ accessToken, clientId, onMessage, signal }) => {
      const open = openClient({
        url: config.url,
        accessToken,
        clientId,
        timeoutMs: config.connectTimeoutMs ?? 10_000,
        keepaliveSeconds: config.keepaliveSeconds ?? 30,
      });
      const held = createBackpressure(open);
      open.client.on("message", (topic, payload) => {
        try {
          const taken = onMessage({ ...decodeMessage(topic, payload, config.clock.nowMs()), payload });
          if (taken !== undefined) held.hold(taken);
        } catch (error) {
          config.log.error("yoto-message-handler-failed", { topic, error });
        }
      });
      await awaitConnack(open, signal);
      const confirmed = confirmations(open, config.answerTimeoutMs ?? 10_000, held.freeForMs);
      return connectionOver(open, confirmed, { extras, lastWords }, signal);
    },
  };
}

function connectionOver(
  open: OpenClient,
  confirmed: Confirmed,
  optional: { readonly extras: ExtraTopics; readonly lastWords: ExtraTopics },
  signal: AbortSignal,
): YotoConnection {
  const { client, closed } = open;
  const subscriptions = createSubscriptions({ client, closed, confirmed, ...optional });
  const pings: (() => void)[] = [];
  client.on("packetreceive", ({ cmd }) => {
    if (cmd === "pingresp") pings.shift()?.();
  });
  const hears = () =>
    confirmed(
      () =>
        new Promise<void>((resolve) => {
          pings.push(resolve);
          client.sendPing();
        }),
    );
  const publish = async (playerId: PlayerId, name: string, payload: string) => {
    await confirmed(() => client.publishAsync(commandTopic(playerId, name), payload, { qos: 1 }));
  };
  const close = async () => {
    open.because({ why: "closed-by-us" });
    client.end();
    // A socket that does not take our goodbye is dropped.
    const impatient = setTimeout(() => open.socket.terminate(), 1_000);
    await closed;
    clearTimeout(impatient);
  };
  const onAbort = () => void close();
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  void closed.then(() => signal.removeEventListener("abort", onAbort));

  return {
    closed,
    watch: subscriptions.watch,
    unwatch: subscriptions.unwatch,
    hears,
    requestEvents: (playerId) => publish(playerId, "events/request", ""),
    requestStatus: (playerId) => publish(playerId, "status/request", ""),
    requestFullStatus: (playerId, requestId) => publish(playerId, "status", JSON.stringify({ requestId })),
    send: (playerId, command, requestId) => {
      const { name, payload } = encodeCommand(command);
      return publish(playerId, name, JSON.stringify({ ...payload, requestId }));
    },
    [Symbol.asyncDispose]: close,
  };
}
