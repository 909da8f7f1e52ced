import type { Clock } from "../ports/clock.ts";
import type { LiveUpdate, LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import { type LiveMarks, markOf, toldByMark } from "../stores/live-marks.ts";

type Deps = { readonly inner: LiveUpdates; readonly marks: LiveMarks; readonly log: Log };

/** What a listener goes by. Of these it is told at once; the rest concerns screens, which ask for themselves. */
const concernsListeners: ReadonlySet<LiveUpdate["of"]> = new Set([
  "yoto-accounts",
  "player-settings",
  "house-rules",
  "webhooks",
  "analyzer",
]);

/** Live updates of this process that others learn of as well, from marks in the store. */
export type MarkedLiveUpdates = LiveUpdates & {
  /** Fulfils when the marks are set: whoever may be stopped between two requests waits for it. */
  settled(): Promise<void>;
};

/**
 * Sets a mark for what is published here. `nudge`, when given, tells a listener that a mark has changed which concerns it; one
 * that hears nothing finds it when it looks.
 */
export function markedLiveUpdates({
  inner,
  marks,
  log,
  nudge = async () => {},
}: Deps & { readonly nudge?: () => Promise<void> }): MarkedLiveUpdates {
  const setting = new Set<Promise<void>>();
  return {
    subscribe: (signal) => inner.subscribe(signal),
    publish(update) {
      inner.publish(update);
      if (markOf(update) === undefined) return;
      const mark = marks
        .bump(update)
        .then(() => (concernsListeners.has(update.of) ? nudge() : undefined))
        .catch((error: unknown) => log.warn("live-mark-not-set", { of: update.of, error }))
        .finally(() => setting.delete(mark));
      setting.add(mark);
    },
    async settled() {
      await Promise.all(setting);
    },
  };
}

/** Wakes who looks for marks, whenever it calls. */
type Nudges = (listener: () => void) => void;

/** Tells this process what others have marked, until the signal. It looks every so often, and at once when it is nudged. */
export async function hearMarks(
  {
    inner,
    marks,
    log,
    clock,
    onNudge = () => {},
  }: Deps & { readonly clock: Clock; readonly onNudge?: Nudges },
  everyMs: () => number,
  signal: AbortSignal,
): Promise<void> {
  // One ear for all naps: years of them must not pile up on the signal.
  let nap = new AbortController();
  const wake = () => nap.abort();
  onNudge(wake);
  signal.addEventListener("abort", wake, { once: true });
  let before: Awaited<ReturnType<LiveMarks["read"]>> | undefined;
  while (!signal.aborted) {
    nap = new AbortController();
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
    await clock.sleep(everyMs(), nap.signal).catch(() => {});
  }
}
