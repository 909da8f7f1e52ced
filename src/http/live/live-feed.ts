import type { LiveUpdate, LiveUpdates } from "../../ports/live-updates.ts";

/** A live update with its place in this process's order. */
export type Numbered = { readonly id: string; readonly update: LiveUpdate };

/** Live updates that a screen can come back to: the last ones are kept. */
export type LiveFeed = {
  /**
   * Updates after `lastId`, then new ones, until the signal. `resumed` tells whether nothing was missed: an unknown id
   * (another process, or too long ago) means that the screen must read everything anew. So does a `gap` among the
   * updates: the reader was too slow.
   */
  open(
    lastId: string | undefined,
    signal: AbortSignal,
  ): { readonly resumed: boolean; readonly updates: AsyncIterable<Numbered | "gap"> };
};

const kept = 500;
const mostWaiting = 200;

/** Numbers the updates from now on until the signal. `life` names this process's numbering. */
export function createLiveFeed(liveUpdates: LiveUpdates, life: string, signal: AbortSignal): LiveFeed {
  const recent: Numbered[] = [];
  const readers = new Set<(numbered: Numbered) => void>();
  let count = 0;

  void (async () => {
    for await (const update of liveUpdates.subscribe(signal)) {
      count += 1;
      const numbered = { id: `${life}-${count}`, update };
      recent.push(numbered);
      if (recent.length > kept) recent.shift();
      for (const tell of readers) tell(numbered);
    }
  })().catch(() => {}); // ends with its signal

  return {
    open(lastId, readerSignal) {
      const missed = missedSince(lastId);
      const waiting: Numbered[] = [...(missed ?? [])];
      let wake = () => {};
      let lost = false;
      const tell = (numbered: Numbered) => {
        const same = waiting.findIndex(({ update }) => isSame(update, numbered.update));
        if (same >= 0) waiting.splice(same, 1); // the screen only wants the newest of each thing
        waiting.push(numbered);
        if (waiting.length > mostWaiting) {
          waiting.length = 0;
          lost = true;
        }
        wake();
      };
      readers.add(tell);
      const stop = () => {
        readers.delete(tell);
        wake();
      };
      for (const each of [readerSignal, signal]) each.addEventListener("abort", stop, { once: true });
      async function* updates() {
        try {
          while (!readerSignal.aborted && !signal.aborted) {
            if (lost) {
              lost = false;
              yield "gap" as const;
            }
            const next = waiting.shift();
            if (next !== undefined) yield next;
            else await new Promise<void>((resolve) => (wake = resolve));
          }
        } finally {
          stop();
          for (const each of [readerSignal, signal]) each.removeEventListener("abort", stop);
        }
      }
      return { resumed: missed !== undefined, updates: updates() };
    },
  };

  function missedSince(lastId: string | undefined): readonly Numbered[] | undefined {
    const match = /^(.*)-(\d+)$/.exec(lastId ?? "");
    if (match === null || match[1] !== life) return undefined;
    const missed = count - Number(match[2]);
    if (missed < 0 || missed > recent.length) return undefined;
    return missed === 0 ? [] : recent.slice(-missed);
  }
}

function isSame(left: LiveUpdate, right: LiveUpdate): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
