import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import { type LiveMarks, markOf, toldByMark } from "../stores/live-marks.ts";

type Deps = { readonly inner: LiveUpdates; readonly marks: LiveMarks; readonly log: Log };

/** Live updates of this process that others learn of as well, from marks in the store. */
export type MarkedLiveUpdates = LiveUpdates & {
  /** Fulfils when the marks are set: whoever may be stopped between two requests waits for it. */
  settled(): Promise<void>;
};

/** Sets a mark for what is published here. */
export function markedLiveUpdates({ inner, marks, log }: Deps): MarkedLiveUpdates {
  const setting = new Set<Promise<void>>();
  return {
    subscribe: (signal) => inner.subscribe(signal),
    publish(update) {
      inner.publish(update);
      if (markOf(update) === undefined) return;
      const mark = marks
        .bump(update)
        .catch((error: unknown) => log.warn("live-mark-not-set", { of: update.of, error }))
        .finally(() => setting.delete(mark));
      setting.add(mark);
    },
    async settled() {
      await Promise.all(setting);
    },
  };
}

/** Tells this process what others have marked, until the signal. */
export async function hearMarks(
  { inner, marks, log, clock }: Deps & { readonly clock: Clock },
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  let before: Awaited<ReturnType<LiveMarks["read"]>> | undefined;
  while (!signal.aborted) {
    try {
      const now = await marks.read();
      for (const [name, count] of now) {
        const update = toldByMark(name);
        if (update !== undefined && before !== undefined && before.get(name) !== count) inner.publish(update);
      }
      before = now;
    } catch (error) {
      log.warn("live-marks-not-read", { error });
    }
    await clock.sleep(everyMs, signal).catch(() => {});
  }
}
