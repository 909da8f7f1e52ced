import { JobId } from "../../../domain/ids.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { JobQueue } from "../../../ports/job-queue.ts";
import type { Log } from "../../../ports/log.ts";
import type { Message, Queue } from "./queue.ts";

export type SqsJobQueueDeps = { readonly queue: Queue; readonly clock: Clock; readonly log: Log };

/** The longest delay SQS knows. A job that is woken too early is looked at, and sent again. */
const delaySecondsMost = 900;
const hiddenSeconds = 90;
const stillWorkingEveryMs = 30_000;
const againAfterSecondsMost = 60;
const troublePauseMs = 1_000;

/** Wake-up calls over an SQS queue. On Lambda the queue calls the worker itself; `receive` is for a worker elsewhere. */
export function createSqsJobQueue({ queue, clock, log }: SqsJobQueueDeps): JobQueue {
  const stayHidden = async (message: Message, signal: AbortSignal) => {
    try {
      for (;;) {
        await clock.sleep(stillWorkingEveryMs, signal);
        await queue.hide(message, hiddenSeconds);
      }
    } catch (error) {
      if (!signal.aborted) log.warn("job-message-not-held", { error });
    }
  };

  return {
    async send(job, { delaySeconds = 0 } = {}) {
      const whole = Math.min(delaySecondsMost, Math.max(0, Math.ceil(delaySeconds)));
      await queue.send(job, { delaySeconds: whole });
    },

    isIdle: async () => (await queue.underWay()) === 0,

    async receive(handler, { atOnce, signal }) {
      const running = new Set<Promise<void>>();
      const work = async (message: Message) => {
        const done = new AbortController();
        const hidden = stayHidden(message, done.signal);
        try {
          await handler(JobId(message.body), signal);
          await queue.delete(message);
        } catch {
          // The handler has told why; here it only means: not done, call again later.
          await queue.hide(message, Math.min(2 ** (message.deliveries - 1), againAfterSecondsMost));
        } finally {
          done.abort();
          await hidden;
        }
      };
      while (!signal.aborted) {
        if (running.size >= atOnce) {
          await Promise.race(running);
          continue;
        }
        const most = Math.min(10, atOnce - running.size);
        const messages = await queue.receive({ most, hiddenSeconds, signal }).catch(async (error) => {
          if (!signal.aborted) {
            log.warn("jobs-not-received", { error });
            await clock.sleep(troublePauseMs, signal).catch(() => {});
          }
          return [];
        });
        for (const message of messages) {
          const turn = work(message)
            .catch((error: unknown) => log.warn("job-message-not-settled", { error }))
            .finally(() => running.delete(turn));
          running.add(turn);
        }
      }
      await Promise.all(running);
    },
  };
}
