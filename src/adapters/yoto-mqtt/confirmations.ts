import type { Disconnected } from "../../ports/yoto-mqtt.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { MqttClient } from "./mqtt-client.ts";

/** Sends something and waits until the broker confirms it. */
export type Confirmed = <Answer>(send: () => Promise<Answer>) => Promise<Answer>;

/**
 * Waits for the broker's confirmations, but neither past the end of the connection nor for ever: a socket that looks open and
 * confirms nothing is dropped as `silent`. Time in which we held up ourselves what it says does not count.
 */
export function confirmations(client: MqttClient, timeoutMs: number): Confirmed {
  const waiting = new Set<(end: Disconnected) => void>();
  let ended: Disconnected | undefined;
  void client.closed.then((end) => {
    ended = end;
    for (const tell of waiting) tell(end);
  });
  return async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
    if (ended !== undefined) throw unconfirmed(ended.detail ?? ended.why);
    const { promise: over, reject } = Promise.withResolvers<never>();
    const tell = (end: Disconnected) => reject(unconfirmed(end.detail ?? end.why));
    waiting.add(tell);
    const giveUp = () => {
      const leftMs = timeoutMs - client.freeForMs();
      if (leftMs > 0) timer = setTimeout(giveUp, leftMs);
      else client.drop({ why: "silent", detail: `no confirmation in ${timeoutMs} ms` });
    };
    let timer = setTimeout(giveUp, timeoutMs);
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
