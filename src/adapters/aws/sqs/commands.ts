import type { PlayerOrder } from "../../../domain/players/command.ts";
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
  readonly parse: (json: unknown) => PlayerOrder | Promise<PlayerOrder>;
};

/**
 * Orders are good for seconds, so who received one and died must not hide it for long: it is hidden a little at a time, for
 * as long as somebody works on it.
 */
const hiddenSeconds = 6;
const stillWorkingEveryMs = 2_000;
/** SQS counts in whole seconds. */
const againAfterSeconds = 1;
const troublePauseMs = 1_000;

/** Orders over SQS, and on the same wire a word to whoever receives them. */
export type SqsCommands = Commands & {
  /** Tells one receiver, at once, that something has changed which it only looks at now and then. Says no more than that. */
  nudge(): Promise<void>;
  /** Is called for each such word while `receive` runs. */
  onNudge(listener: () => void): void;
};

/** What is sent in place of an order, in a group that no player is. */
const nudgeBody = JSON.stringify({ nudge: true });
const nudgeGroup = "nudges";

/** Orders over an SQS FIFO queue: what the API's Lambda sends, the listener receives. */
export function createSqsCommands({ queue, clock, log, parse }: SqsCommandsDeps): SqsCommands {
  let nudged = () => {};
  const orderIn = async (message: Message): Promise<PlayerOrder | undefined> => {
    try {
      return await parse(JSON.parse(message.body));
    } catch (error) {
      log.error("order-not-read", { error });
      return undefined;
    }
  };

  /** Hides messages a little longer, again and again, until they are let go of. */
  const keepHidden = (messages: readonly Message[]) => {
    const held = new Set(messages);
    const ended = new AbortController();
    let renewing: Promise<unknown> = Promise.resolve();
    const running = (async () => {
      for (;;) {
        await clock.sleep(stillWorkingEveryMs, ended.signal);
        // One that could not be hidden is seen again: its handler knows what it has sent already.
        renewing = Promise.allSettled([...held].map((message) => queue.hide(message, hiddenSeconds)));
        await renewing;
      }
    })().catch(() => {});
    return {
      async letGo(message: Message) {
        held.delete(message);
        await renewing;
      },
      async end() {
        ended.abort();
        await running;
      },
    };
  };

  return {
    async send(order) {
      await queue.send(JSON.stringify(order), { group: order.playerId, once: order.id });
    },

    async nudge() {
      // Two in the same moment are one.
      await queue.send(nudgeBody, { group: nudgeGroup, once: `nudge-${clock.nowMs()}` });
    },
    onNudge(listener) {
      nudged = listener;
    },

    async receive(handler, signal) {
      const lines = new Map<string, Promise<void>>();
      const deliverOneByOne = async (messages: readonly Message[], hidden: ReturnType<typeof keepHidden>) => {
        let going = true;
        for (const message of messages) {
          if (message.body === nudgeBody) {
            nudged();
            await queue.delete(message);
            continue;
          }
          const order = await orderIn(message);
          if (order === undefined || order.expiresAtMs <= clock.nowMs()) await queue.delete(message);
          else if (going && !signal.aborted) {
            going = await handler(order).then(
              () => true,
              () => false, // the handler has told why; here it only means: not delivered, offer it again
            );
            await hidden.letGo(message);
            await (going ? queue.delete(message) : queue.hide(message, againAfterSeconds));
          } else {
            // What came behind one that failed must wait too, or it would overtake.
            await hidden.letGo(message);
            await queue.hide(message, going ? 0 : againAfterSeconds);
          }
        }
      };
      const deliver = async (messages: readonly Message[]) => {
        const hidden = keepHidden(messages);
        try {
          await deliverOneByOne(messages, hidden);
        } finally {
          // Whatever went wrong: what is not done must be seen again.
          await hidden.end();
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
