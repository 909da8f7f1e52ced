import { type Signal, signal } from "@preact/signals";
import type { Page } from "../../../src/http/schema/page.ts";
import { ApiFailure } from "../api/api-failure.ts";

/** A long list of the server, read page by page as somebody scrolls. */
export type PagedList<Item> = {
  /** `undefined` until the first page is here. */
  readonly items: Signal<readonly Item[] | undefined>;
  readonly failure: Signal<ApiFailure | undefined>;
  readonly hasMore: Signal<boolean>;
  readonly busy: Signal<boolean>;
  /** Reads as many as are shown now, from the start. Never rejects. */
  reload(): Promise<void>;
  more(): Promise<void>;
  /**
   * All that match, also those that are not shown yet, until there are so many; tells how many it has. `undefined`: something else was
   * searched for meanwhile. Throws `ApiFailure`.
   */
  readAll(most: number, onProgress: (count: number) => void): Promise<readonly Item[] | undefined>;
  need(): void;
  refresh(): void;
  /** Changes what is searched for and reads the first page. */
  search(words: string): void;
  forget(): void;
};

type Ask<Item> = (query: { limit: number; cursor?: string; words: string }) => Promise<Page<Item>>;

/** As many as the server gives at a time. */
const mostAtOnce = 500;

/** A paged list over `ask`; answers that were overtaken by a later question are dropped. */
export function createPagedList<Item>(ask: Ask<Item>, pageSize = 50): PagedList<Item> {
  const items = signal<readonly Item[] | undefined>(undefined);
  const failure = signal<ApiFailure | undefined>(undefined);
  const hasMore = signal(false);
  const busy = signal(false);
  let cursor: string | undefined;
  let words = "";
  let asked = 0;

  const read = async (limit: number, from: string | undefined, keep: readonly Item[]) => {
    const mine = ++asked;
    busy.value = true;
    try {
      const page = await ask({ limit, words, ...(from === undefined ? {} : { cursor: from }) });
      if (mine !== asked) return;
      items.value = [...keep, ...page.items];
      cursor = page.cursor;
      hasMore.value = cursor !== undefined;
      failure.value = undefined;
    } catch (thrown) {
      if (mine === asked) failure.value = ApiFailure.of(thrown);
    } finally {
      if (mine === asked) busy.value = false;
    }
  };
  const reload = () =>
    read(Math.min(mostAtOnce, Math.max(pageSize, items.value?.length ?? 0)), undefined, []);

  return {
    items,
    failure,
    hasMore,
    busy,
    reload,
    more: async () => {
      if (cursor !== undefined && !busy.value) await read(pageSize, cursor, items.value ?? []);
    },
    readAll: async (most, onProgress) => {
      const sought = words;
      const all: Item[] = [];
      let from: string | undefined;
      do {
        const page = await ask({ limit: mostAtOnce, words, ...(from === undefined ? {} : { cursor: from }) });
        if (sought !== words) return undefined;
        all.push(...page.items);
        onProgress(all.length);
        from = page.cursor;
      } while (from !== undefined && all.length < most);
      return all;
    },
    need: () => {
      if (asked > 0) return;
      asked = 1;
      queueMicrotask(() => void reload()); // pages call this while they render, where no signal may change
    },
    refresh: () => {
      if (asked > 0) void reload();
    },
    search: (wanted) => {
      if (wanted === words) return;
      words = wanted;
      void read(pageSize, undefined, []);
    },
    forget: () => {
      asked = 0;
      cursor = undefined;
      words = "";
      items.value = undefined;
      failure.value = undefined;
      hasMore.value = false;
    },
  };
}
