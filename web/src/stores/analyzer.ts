import { signal } from "@preact/signals";
import type { Analyzed, AnalyzedList } from "../../../src/http/schema/analyzer.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";

/** What is looked at; empty is no condition. */
export type AnalyzerFilter = { readonly player: string; readonly is: string; readonly text: string };

/** More than a screen can show at once is not kept here: the server has ten thousand. */
const keptMost = 500;
/** Browsers come back to a wire that broke, but not to one that was refused. */
const beginAgainMs = 5_000;

/** What crossed the wires, newest first; `undefined` until the first answer. */
export const analyzed = signal<readonly Analyzed[] | undefined>(undefined);
export const analyzerFailure = signal<ApiFailure | undefined>(undefined);

/** Shows what fits and, unless `paused`, goes on as it happens. Returns what ends it. */
export function lookAt(filter: AnalyzerFilter, paused: boolean): () => void {
  const query = { player: filter.player, is: filter.is, text: filter.text };
  let source: EventSource | undefined;
  let over = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const add = (entry: Analyzed) => {
    const others = (analyzed.value ?? []).filter(({ id }) => id !== entry.id);
    analyzed.value = [entry, ...others]
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, keptMost);
  };
  const begin = async () => {
    try {
      const { items, upTo } = await request<AnalyzedList>("GET", pagePath("/api/analyzer", query));
      if (over) return;
      analyzerFailure.value = undefined;
      analyzed.value = items;
      if (paused) return;
      // It comes back by itself after a gap, and says then what it was told last.
      source = new EventSource(pagePath("/api/analyzer/events", { ...query, after: upTo }));
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(begin, beginAgainMs);
      };
      source.onmessage = ({ data }: MessageEvent<string>) => add(JSON.parse(data) as Analyzed);
    } catch (thrown) {
      if (!over) analyzerFailure.value = ApiFailure.of(thrown);
    }
  };
  if (!paused || analyzed.value === undefined) void begin();
  return () => {
    over = true;
    clearTimeout(again);
    source?.close();
  };
}
