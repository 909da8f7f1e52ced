import type { JobId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobQueue } from "../../ports/job-queue.ts";

const againAfterMs = 1_000;
const againAfterMsMax = 60_000;

type Waiting = { readonly job: JobId; readonly dueMs: number; readonly failures: number };

/** Wake-up calls within one process. They die with it: at the start whoever keeps the jobs wakes the unfinished ones. */
export function createInProcessJobQueue(clock: Clock): JobQueue {
  const waiting: Waiting[] = [];
  let wake = Promise.withResolvers<void>();

  const changed = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  const add = (entry: Waiting) => {
    waiting.push(entry);
    changed();
  };
  const takeDue = (): Waiting | undefined => {
    const at = waiting.findIndex(({ dueMs }) => dueMs <= clock.nowMs());
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };

  /** Until something changes, or the first of those that wait is due. */
  const untilWorthLooking = async (signal: AbortSignal): Promise<void> => {
    const firstDueMs = Math.min(...waiting.map(({ dueMs }) => dueMs));
    if (firstDueMs === Number.POSITIVE_INFINITY) return wake.promise;
    const enough = new AbortController();
    const due = clock.sleep(firstDueMs - clock.nowMs(), AbortSignal.any([signal, enough.signal]));
    await Promise.race([wake.promise, due.catch(() => {})]);
    enough.abort();
  };

  return {
    async send(job, { delaySeconds = 0 } = {}) {
      add({ job, dueMs: clock.nowMs() + delaySeconds * 1000, failures: 0 });
    },
    async receive(handler, { atOnce, signal }) {
      const running = new Set<Promise<void>>();
      const run = async ({ job, failures }: Waiting): Promise<void> => {
        try {
          await handler(job, signal);
        } catch {
          // The handler has told why; here it only means: not done, call again later.
          const delayMs = Math.min(againAfterMs * 2 ** failures, againAfterMsMax);
          add({ job, dueMs: clock.nowMs() + delayMs, failures: failures + 1 });
        }
      };
      signal.addEventListener("abort", changed, { once: true });
      while (!signal.aborted) {
        const next = running.size < atOnce ? takeDue() : undefined;
        if (next) {
          const work = run(next).finally(() => {
            running.delete(work);
            changed();
          });
          running.add(work);
        } else if (running.size < atOnce) await untilWorthLooking(signal);
        else await wake.promise;
      }
      signal.removeEventListener("abort", changed);
      await Promise.all(running);
    },
  };
}
