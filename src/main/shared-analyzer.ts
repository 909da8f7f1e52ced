import { type Analyzed, isWanted } from "../domain/analyzed.ts";
import type { Analyzer } from "../ports/analyzer.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import type { AnalyzedBatches } from "../stores/analyzed-batches.ts";

/** Who looks says so for so long, and again before it is over. */
const watchedForMs = 90_000;
const sayAgainMs = 45_000;
/** So often at most it is asked whether somebody looks, who says so as well. */
const askEveryMs = 60_000;
/** Written by another process, an entry may show up so much later than it was heard. */
const lateMostMs = 3_000;
/** What waits to be told, or for somebody to look. When more is said, the oldest go. */
const waitingMost = 300;
const batchBytes = 60_000;
const batchesLookedAt = 500;

/** One that is told by others that somebody looks. */
export type SharedAnalyzer = Analyzer & {
  /** Tells at once what was kept at hand. */
  somebodyLooks(): void;
};

/**
 * An analyzer of processes that share only a store. While somebody looks, what is heard is written there, a batch at a time
 * and no more often than every `pauseMs`; else a little of it is kept at hand, and nothing is written.
 */
export function createSharedAnalyzer(
  deps: {
    readonly liveUpdates: Pick<LiveUpdates, "publish">;
    readonly batches: AnalyzedBatches;
    readonly clock: Clock;
    readonly chance: Pick<Chance, "id">;
    readonly log: Log;
  },
  pauseMs: number,
): SharedAnalyzer {
  const { batches, liveUpdates, clock, chance, log } = deps;
  const waiting: Analyzed[] = [];
  let watchedUntilMs = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let carrying: Promise<void> | undefined;

  const isWatched = async () => {
    if (clock.nowMs() - askedAtMs >= askEveryMs) {
      askedAtMs = clock.nowMs();
      watchedUntilMs = await batches.watchedUntilMs();
    }
    return clock.nowMs() < watchedUntilMs;
  };
  const nextBatch = (): readonly Analyzed[] => {
    let bytes = 0;
    let many = 0;
    for (const entry of waiting) {
      bytes += Buffer.byteLength(JSON.stringify(entry));
      if (many > 0 && bytes > batchBytes) break;
      many++;
    }
    return waiting.splice(0, many);
  };
  const carry = async () => {
    while (waiting.length > 0 && (await isWatched())) {
      const waitMs = writtenAtMs + pauseMs - clock.nowMs();
      if (waitMs > 0) await clock.sleep(waitMs);
      writtenAtMs = clock.nowMs();
      await batches.write({ id: chance.id(), writtenAtMs, entries: nextBatch() });
    }
  };
  const start = () => {
    carrying ??= carry().then(
      () => {
        carrying = undefined;
        if (waiting.length > 0 && clock.nowMs() < watchedUntilMs) start();
      },
      (error: unknown) => {
        carrying = undefined;
        log.warn("analyzed-not-told", { error });
      },
    );
  };
  const sayThatSomebodyLooks = async () => {
    const nowMs = clock.nowMs();
    if (watchedUntilMs - nowMs > watchedForMs - sayAgainMs) return;
    await batches.watch(nowMs + watchedForMs);
    liveUpdates.publish({ of: "analyzer" });
    watchedUntilMs = nowMs + watchedForMs;
    askedAtMs = nowMs;
    start();
  };

  return {
    add(entry) {
      waiting.push({ ...entry, id: chance.id(), atMs: clock.nowMs() });
      if (waiting.length > waitingMost) waiting.shift();
      start();
    },
    async recent({ after, ...wanted }, limit) {
      await sayThatSomebodyLooks();
      await carrying;
      const upTo = String(clock.nowMs() - lateMostMs);
      const sinceMs = Number(after ?? 0) || 0;
      const entries: Analyzed[] = [];
      let looked = 0;
      let cursor: string | undefined;
      do {
        if (entries.length >= limit) break;
        const page = await batches.page(sinceMs, cursor);
        for (const { value } of page.records)
          entries.push(...value.entries.filter((entry) => isWanted(entry, wanted)));
        looked += page.records.length;
        cursor = page.cursor;
      } while (cursor !== undefined && looked < batchesLookedAt);
      entries.sort((one, other) => (one.id < other.id ? 1 : -1));
      return { entries: entries.slice(0, limit), upTo };
    },
    more: (_, signal) => clock.sleep(Math.max(pauseMs, 1_000), signal).catch(() => {}),
    settled: async () => carrying,
    somebodyLooks() {
      askedAtMs = Number.NEGATIVE_INFINITY;
      start();
    },
  };
}
