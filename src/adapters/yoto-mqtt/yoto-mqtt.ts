import type { PlayerId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Disconnected, YotoConnection, YotoMqtt } from "../../ports/yoto-mqtt.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { decodeMessage } from "../../yoto/decode-message.ts";
import { encodeCommand } from "../../yoto/encode-command.ts";
import { commandTopic, topicsOf } from "../../yoto/topics.ts";
import { letIn } from "./let-in.ts";
import { type OpenClient, openClient } from "./open-client.ts";

export type YotoMqttConfig = {
  /** `wss://…/mqtt` of Yoto, or `ws://…` of the pretend one. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** How long the broker may take to confirm what we sent before the connection counts as dead; default 10 000. */
  readonly answerTimeoutMs?: number;
  /** Default 60; a socket that is silent for one and a half of these is given up. */
  readonly keepaliveSeconds?: number;
};

/**
 * Connections to Yoto's broker, one per account, QoS 1 both ways.
 * @see https://yoto.dev/players-mqtt/
 */
export function createYotoMqtt(config: YotoMqttConfig): YotoMqtt {
  return {
    connect: async ({ accessToken, clientId, onMessage, signal }) => {
      const open = openClient({
        url: config.url,
        accessToken,
        clientId,
        timeoutMs: config.connectTimeoutMs ?? 10_000,
        keepaliveSeconds: config.keepaliveSeconds ?? 60,
      });
      open.client.on("message", (topic, payload) => {
        try {
          onMessage(decodeMessage(topic, payload, config.clock.nowMs()));
        } catch (error) {
          config.log.error("yoto-message-handler-failed", { topic, error });
        }
      });
      await letIn(open, signal);
      return connectionOver(open, config.answerTimeoutMs ?? 10_000, signal);
    },
  };
}

function connectionOver(open: OpenClient, answerTimeoutMs: number, signal: AbortSignal): YotoConnection {
  const { client, closed } = open;
  const confirmed = confirmations(open, answerTimeoutMs);
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
    watch: async (playerId) => {
      const granted = await confirmed(() => client.subscribeAsync([...topicsOf(playerId)], { qos: 1 }));
      const refused = granted.filter(({ qos }) => Number(qos) === 128).map(({ topic }) => topic);
      if (refused.length > 0)
        throw new YotoTrouble("rejected", "Yoto does not let this account listen to that player", {
          detail: refused.join(", "),
        });
    },
    unwatch: async (playerId) => {
      await confirmed(() => client.unsubscribeAsync([...topicsOf(playerId)]));
    },
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

/**
 * Waits for the broker's confirmations, but neither past the end of the connection nor for ever: a socket that looks open and
 * confirms nothing is dropped as `silent`.
 */
function confirmations(open: OpenClient, timeoutMs: number) {
  const waiting = new Set<(end: Disconnected) => void>();
  let ended: Disconnected | undefined;
  void open.closed.then((end) => {
    ended = end;
    for (const tell of waiting) tell(end);
  });
  return async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
    if (ended !== undefined) throw unconfirmed(ended.detail ?? ended.why);
    const { promise: over, reject } = Promise.withResolvers<never>();
    const tell = (end: Disconnected) => reject(unconfirmed(end.detail ?? end.why));
    waiting.add(tell);
    const timer = setTimeout(() => {
      open.drop({ why: "silent", detail: `no confirmation in ${timeoutMs} ms` });
    }, timeoutMs);
    try {
      return await Promise.race([send(), over]);
    } catch (error) {
      if (error instanceof YotoTrouble) throw error;
      throw unconfirmed(error instanceof Error ? error.message : String(error), error);
    } finally {
      clearTimeout(timer);
      waiting.delete(tell);
    }
  };
}

const unconfirmed = (detail: string, cause?: unknown) =>
  new YotoTrouble(
    "unavailable",
    "The connection to Yoto's players broke before this was confirmed; we connect again",
    {
      detail,
      answerLost: true,
      cause,
    },
  );
