import type { LiveUpdate, LiveUpdates } from "../../ports/live-updates.ts";

/** What a slow reader may have waiting; a screen that is further behind reads anew anyway. */
const waitingMax = 256;

/** Live updates within one process. */
export function createLiveUpdates(): LiveUpdates {
  const readers = new Set<(update: LiveUpdate) => void>();
  return {
    publish(update) {
      for (const tell of readers) tell(update);
    },
    subscribe(signal) {
      const waiting: LiveUpdate[] = [];
      let wake = () => {};
      const tell = (update: LiveUpdate) => {
        waiting.push(update);
        if (waiting.length > waitingMax) waiting.shift();
        wake();
      };
      const leave = () => {
        readers.delete(tell);
        wake();
      };
      if (!signal.aborted) readers.add(tell);
      signal.addEventListener("abort", leave, { once: true });

      // Listening begins with the call, not with the first read: nothing falls between.
      return (async function* read() {
        try {
          while (!signal.aborted) {
            const next = waiting.shift();
            if (next !== undefined) yield next;
            else
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
          }
        } finally {
          signal.removeEventListener("abort", leave);
          leave();
        }
      })();
    },
  };
}
