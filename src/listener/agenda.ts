import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** Things to do later, one sleeper for all of them: ten thousand players need no timers of their own. */
export type Agenda = {
  /** Milliseconds that only grow: a wall clock set back does not put off what is due. The start is arbitrary. */
  nowMs(): number;
  /** Does it once after `ms`; the answer calls it off. What it throws is logged and stops nothing. */
  after(ms: number, act: () => void | Promise<void>): () => void;
  /** Runs what falls due, until the signal. */
  run(signal: AbortSignal): Promise<void>;
};

type Entry = {
  readonly dueMs: number;
  readonly order: number;
  act: (() => void | Promise<void>) | undefined;
};

/** So much that was called off may wait among the rest before it is cleared away. */
const calledOffMost = 1_000;
/** What falls due within this time is done together: each sleep has its price. */
const shortestSleepMs = 5;
/** No sleep is longer, so that a clock that was set is noticed. */
const longestSleepMs = 30_000;
/** Without a reason of its own each abort would make an error with a stack. */
const woken = "something else falls due earlier";

/** An {@link Agenda} over a clock. */
export function createAgenda(deps: { readonly clock: Clock; readonly log: Log }): Agenda {
  const { clock, log } = deps;
  let heap: Entry[] = [];
  let calledOff = 0;
  let order = 0;
  let lastWallMs = clock.nowMs();
  let nowMs = 0;
  let sleeping: { readonly untilMs: number; readonly waken: AbortController } | undefined;

  const now = () => {
    const wallMs = clock.nowMs();
    nowMs += Math.max(0, wallMs - lastWallMs);
    lastWallMs = wallMs;
    return nowMs;
  };
  const perform = (entry: Entry) => {
    const failed = (error: unknown) => log.error("listener-agenda-item-failed", { error });
    const { act } = entry;
    if (act === undefined) calledOff--;
    entry.act = undefined;
    try {
      Promise.resolve(act?.()).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  /** Most is planned only to be planned anew: what was called off must not wait for its time. */
  const clear = () => {
    const left = heap.filter(({ act }) => act !== undefined);
    heap = [];
    for (const entry of left) push(heap, entry);
    calledOff = 0;
  };

  return {
    nowMs: now,
    after(ms, act) {
      const entry: Entry = { dueMs: now() + Math.max(0, ms), order: order++, act };
      push(heap, entry);
      if (sleeping !== undefined && entry.dueMs < sleeping.untilMs) sleeping.waken.abort(woken);
      return () => {
        if (entry.act === undefined) return;
        entry.act = undefined;
        calledOff++;
        if (calledOff > calledOffMost && calledOff > heap.length / 2) clear();
      };
    },
    async run(signal) {
      const stop = () => sleeping?.waken.abort(woken);
      signal.addEventListener("abort", stop);
      while (!signal.aborted) {
        for (let first = heap[0]; first !== undefined && first.dueMs <= now(); first = heap[0]) {
          pop(heap);
          perform(first);
        }
        const dueMs = Math.min(heap[0]?.dueMs ?? Number.POSITIVE_INFINITY, now() + longestSleepMs);
        const untilMs = Math.max(dueMs, now() + shortestSleepMs);
        sleeping = { untilMs, waken: new AbortController() };
        await clock.sleep(Math.ceil(untilMs - now()), sleeping.waken.signal).catch(() => {});
        sleeping = undefined;
      }
      signal.removeEventListener("abort", stop);
    },
  };
}

const earlier = (one: Entry, other: Entry) =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !earlier(entry, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const least = right !== undefined && left !== undefined && earlier(right, left) ? right : left;
    if (least === undefined || !earlier(least, last)) break;
    heap[at] = least;
    at = 2 * at + (least === left ? 1 : 2);
  }
  heap[at] = last;
}
