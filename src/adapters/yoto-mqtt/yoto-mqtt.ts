import type { PlayerId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoConnection, YotoMqtt } from "../../ports/yoto-mqtt.ts";
import { decodeMessage } from "../../yoto/decode-message.ts";
import { encodeCommand } from "../../yoto/encode-command.ts";
import { commandTopic } from "../../yoto/topics.ts";
import { type Confirmed, confirmations } from "./confirmations.ts";
import { createExtraTopics, type ExtraTopics } from "./extra-topics.ts";
import { MqttClient } from "./mqtt-client.ts";
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

/** The one user name for all players of an account; the access token is the password (yoto-protocol §4.1). */
const username = "_?x-amz-customauthorizer-name=PublicJWTAuthorizer";

/**
 * Connections to Yoto's broker, one per account, QoS 1 both ways.
 * @see https://yoto.dev/players-mqtt/
 */
export function createYotoMqtt(config: YotoMqttConfig): YotoMqtt {
  const extras = createExtraTopics(config.clock, config.log);
  const lastWords = createExtraTopics(config.clock, config.log);
  return {
    connect: async ({ accessToken, clientId, onMessage, signal }) => {
      const client = new MqttClient({
        url: config.url,
        clientId,
        username,
        password: accessToken,
        connectTimeoutMs: config.connectTimeoutMs ?? 10_000,
        keepaliveSeconds: config.keepaliveSeconds ?? 30,
        onMessage: (topic, payload) => {
          try {
            return onMessage({ ...decodeMessage(topic, payload, config.clock.nowMs()), payload });
          } catch (error) {
            config.log.error("yoto-message-handler-failed", { topic, error });
          }
        },
      });
      await client.accepted(signal);
      const confirmed = confirmations(client, config.answerTimeoutMs ?? 10_000);
      return connectionOver(client, confirmed, { extras, lastWords }, signal);
    },
  };
}

function connectionOver(
  client: MqttClient,
  confirmed: Confirmed,
  optional: { readonly extras: ExtraTopics; readonly lastWords: ExtraTopics },
  signal: AbortSignal,
): YotoConnection {
  const { closed } = client;
  const subscriptions = createSubscriptions({ client, confirmed, ...optional });
  const publish = (playerId: PlayerId, name: string, payload: string) =>
    confirmed(() => client.publish(commandTopic(playerId, name), payload));
  const onAbort = () => void client.close();
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  void closed.then(() => signal.removeEventListener("abort", onAbort));

  return {
    closed,
    watch: subscriptions.watch,
    unwatch: subscriptions.unwatch,
    hears: () => confirmed(() => client.ping()),
    requestEvents: (playerId) => publish(playerId, "events/request", ""),
    requestStatus: (playerId) => publish(playerId, "status/request", ""),
    requestFullStatus: (playerId, requestId) => publish(playerId, "status", JSON.stringify({ requestId })),
    send: (playerId, command, requestId) => {
      const { name, payload } = encodeCommand(command);
      return publish(playerId, name, JSON.stringify({ ...payload, requestId }));
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
