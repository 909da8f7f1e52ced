import type { Queue } from "../../src/adapters/aws/sqs/queue.ts";
import type { Lambda } from "./lambda.ts";

/**
 * Lambda's own poller: takes messages from a queue to a function, one a call and `atOnce` calls at most at a time, and deletes what
 * the function did not hand back. What it hands back, or dies with, is shown again after `againSeconds`.
 */
export function startEventSource(
  queue: Queue,
  lambda: Lambda,
  { atOnce, againSeconds = 1 }: { readonly atOnce: number; readonly againSeconds?: number },
): AsyncDisposable {
  const stop = new AbortController();
  const calls = new Set<Promise<void>>();
  const polling = (async () => {
    while (!stop.signal.aborted) {
      if (calls.size >= atOnce) {
        await Promise.race(calls);
        continue;
      }
      const hiddenSeconds = 60;
      const messages = await queue
        .receive({ most: 1, hiddenSeconds, signal: stop.signal })
        .catch((error: unknown) => {
          if (stop.signal.aborted) return [];
          throw error;
        });
      for (const message of messages) {
        const call = (async () => {
          const messageId = crypto.randomUUID();
          const record = {
            messageId,
            body: message.body,
            attributes: { ApproximateReceiveCount: String(message.deliveries) },
            eventSource: "aws:sqs",
          };
          const invoked = await lambda.invoke({ Records: [record] });
          const failures = invoked.ok
            ? (invoked.answer as { batchItemFailures: { itemIdentifier: string }[] }).batchItemFailures
            : undefined;
          const done = failures?.every(({ itemIdentifier }) => itemIdentifier !== messageId) === true;
          await (done ? queue.delete(message) : queue.hide(message, againSeconds));
        })().finally(() => calls.delete(call));
        calls.add(call);
      }
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await polling;
      await Promise.allSettled(calls);
    },
  };
}
