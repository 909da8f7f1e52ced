import { signal } from "@preact/signals";
import type { Analyzed, AnalyzedList } from "../../../src/http/schema/analyzer.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";

/** What is looked at; empty is no condition. */
export type AnalyzerFilter = { readonly player: string; readonly is: string; readonly text: string };

/** More than a screen can show at once is not kept here: the server has ten thousand. */
const keptMost = 500;

/** What crossed the wires, newest first; `undefined` until the first answer. */
export const analyzed = signal<readonly Analyzed[] | undefined>(undefined);
export const analyzerFailure = signal<ApiFailure | undefined>(undefined);

/** Shows what fits and, unless `paused`, goes on as it happens. Returns what ends it. */
export function lookAt(filter: AnalyzerFilter, paused: boolean): () => void {
  const query = { player: filter.player, is: filter.is, text: filter.text };
  let source: EventSource | undefined;
  let over = false;
  const add = (entries: readonly Analyzed[]) => {
    const known = new Set(analyzed.value?.map(({ number }) => number));
    const fresh = entries.filter(({ number }) => !known.has(number));
    analyzed.value = [...fresh, ...(analyzed.value ?? [])]
      .toSorted((one, other) => other.number - one.number)
      .slice(0, keptMost);
  };
  const begin = async () => {
    try {
      const { items } = await request<AnalyzedList>("GET", pagePath("/api/analyzer", query));
      if (over) return;
      analyzerFailure.value = undefined;
      analyzed.value = items;
    } catch (thrown) {
      if (!over) analyzerFailure.value = ApiFailure.of(thrown);
    }
  };
  if (!paused) {
    source = new EventSource(pagePath("/api/analyzer/events", query));
    source.onmessage = ({ data }: MessageEvent<string>) => add([JSON.parse(data) as Analyzed]);
    // After a gap the list is read again; the first opening does the first reading.
    source.onopen = () => void begin();
    source.onerror = () => void (analyzed.value === undefined && begin());
  }
  return () => {
    over = true;
    source?.close();
  };
}
