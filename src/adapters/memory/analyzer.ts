import { type Analyzed, isWanted } from "../../domain/analyzed.ts";
import type { Analyzer } from "../../ports/analyzer.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";

const keptMost = 10_000;
/** Sorts before every id. */
const beginning = "0";

/** An analyzer within one process: keeps the last ten thousand. */
export function createAnalyzer(
  { clock, chance }: { readonly clock: Pick<Clock, "nowMs">; readonly chance: Pick<Chance, "id"> },
  keep = keptMost,
): Analyzer {
  const ring: Analyzed[] = [];
  const waiting = new Set<() => void>();
  let count = 0;
  const newest = () => ring[(count - 1) % keep]?.id ?? beginning;
  return {
    add(entry) {
      ring[count++ % keep] = { ...entry, id: chance.id(), atMs: clock.nowMs() };
      for (const wake of waiting) wake();
    },
    async recent({ after = beginning, ...wanted }, limit) {
      const entries: Analyzed[] = [];
      for (let number = count - 1; number >= Math.max(0, count - keep) && entries.length < limit; number--) {
        const entry = ring[number % keep];
        if (entry === undefined || entry.id <= after) break;
        if (isWanted(entry, wanted)) entries.push(entry);
      }
      return { entries, upTo: newest() };
    },
    more: (upTo, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || newest() > upTo) return resolve();
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake);
      }),
    settled: async () => {},
  };
}
