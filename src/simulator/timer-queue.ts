type Entry = { readonly atMs: number; readonly order: number; readonly run: () => void; cancelled: boolean };

/** Timers by due time: a binary heap, so that ten thousand players do not slow each other down. */
export type TimerQueue = {
  add(atMs: number, run: () => void): { cancel(): void };
  /** Takes out the earliest timer due at or before `untilMs`; of two due together the one made first. */
  takeDue(untilMs: number): { readonly atMs: number; readonly run: () => void } | undefined;
};

export function createTimerQueue(): TimerQueue {
  const heap: Entry[] = [];
  let made = 0;
  let cancelledInside = 0;

  const earlier = (a: Entry, b: Entry) => (a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs);

  const sinkUp = (entry: Entry, start: number) => {
    let at = start;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !earlier(entry, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  };

  const sinkDown = (entry: Entry, start: number) => {
    let at = start;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const childAt =
        right !== undefined && left !== undefined && earlier(right, left) ? 2 * at + 2 : 2 * at + 1;
      const child = heap[childAt];
      if (child === undefined || !earlier(child, entry)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = entry;
  };

  const takeFirst = () => {
    const first = heap[0];
    const last = heap.pop();
    if (first !== undefined && last !== undefined && heap.length > 0) sinkDown(last, 0);
    return first;
  };

  /** Cancelled timers stay until they surface; when they are the majority the heap is rebuilt without them. */
  const forgetCancelled = () => {
    if (cancelledInside < 1_000 || cancelledInside * 2 < heap.length) return;
    const living = heap.filter((entry) => !entry.cancelled);
    heap.length = 0;
    for (const entry of living) {
      heap.push(entry);
      sinkUp(entry, heap.length - 1);
    }
    cancelledInside = 0;
  };

  return {
    add: (atMs, run) => {
      const entry: Entry = { atMs, order: made++, run, cancelled: false };
      heap.push(entry);
      sinkUp(entry, heap.length - 1);
      return {
        cancel: () => {
          if (entry.cancelled) return;
          entry.cancelled = true;
          cancelledInside += 1;
          forgetCancelled();
        },
      };
    },
    takeDue: (untilMs) => {
      for (;;) {
        const first = heap[0];
        if (first === undefined || first.atMs > untilMs) return undefined;
        takeFirst();
        if (!first.cancelled) {
          // A timer that has run can no longer be cancelled, and must not be counted if somebody tries.
          first.cancelled = true;
          return first;
        }
        cancelledInside -= 1;
      }
    },
  };
}
