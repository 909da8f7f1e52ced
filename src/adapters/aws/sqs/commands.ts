import type { PlayerOrder } from "../../../domain/command.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Commands } from "../../../ports/commands.ts";
import type { Log } from "../../../ports/log.ts";
import type { Message, Queue } from "./queue.ts";

export type SqsCommandsDeps = {
  /** A FIFO queue; a group is a player. */
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads an order from its JSON; throws for what is none. */
  readonly parse: (json: unknown) => PlayerOrder;
};

/** Nobody holds an order longer than it is good for. */
const hiddenSeconds = 60;
/** SQS counts in whole seconds. */
const againAfterSeconds = 1;
const troublePauseMs = 1_000;

/** Orders over an SQS FIFO queue: what the API's Lambda sends, the listener receives. */
export function createSqsCommands({ queue, clock, log, parse }: SqsCommandsDeps): Commands {
  const orderIn = (message: Message): PlayerOrder | undefined => {
    try {
      return parse(JSON.parse(message.body));
    } catch (error) {
      log.error("order-not-read", { error });
      return undefined;
    }
  };

  return {
    async send(order) {
      await queue.send(JSON.stringify(order), { group: order.playerId, once: order.id });
    },

    async receive(handler, signal) {
      const lines = new Map<string, Promise<void>>();
      /** Since its line failed, what came with it must wait too, or it would overtake. */
      const deliver = async (messages: readonly Message[]) => {
        let failed = false;
        for (const message of messages) {
          const order = orderIn(message);
          if (order === undefined || order.expiresAtMs <= clock.nowMs()) await queue.delete(message);
          else if (failed || signal.aborted) await queue.hide(message, failed ? againAfterSeconds : 0);
          else
            failed = await handler(order).then(
              async () => {
                await queue.delete(message);
                return false;
              },
              async () => {
                // The handler has told why; here it only means: not delivered, offer it again.
                await queue.hide(message, againAfterSeconds);
                return true;
              },
            );
        }
      };
      while (!signal.aborted) {
        const messages = await queue.receive({ most: 10, hiddenSeconds, signal }).catch(async (error) => {
          if (!signal.aborted) {
            log.warn("orders-not-received", { error });
            await clock.sleep(troublePauseMs, signal).catch(() => {});
          }
          return [];
        });
        for (const [group, together] of byGroup(messages)) {
          const line = (lines.get(group) ?? Promise.resolve())
            .then(() => deliver(together))
            .catch((error: unknown) => log.warn("order-not-settled", { error }))
            .finally(() => {
              if (lines.get(group) === line) lines.delete(group);
            });
          lines.set(group, line);
        }
      }
      await Promise.all(lines.values());
    },
  };
}

function byGroup(messages: readonly Message[]): Map<string, Message[]> {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const group = message.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), message]);
  }
  return groups;
}
