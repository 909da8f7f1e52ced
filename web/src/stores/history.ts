import type { HistoryEntry } from "../../../src/http/schema/history.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

/** What of the history is shown; what is absent is no condition. */
export type HistoryFilter = {
  readonly player?: string | undefined;
  readonly kind?: string | undefined;
  readonly card?: string | undefined;
  readonly day?: string | undefined;
};

/** A filter as it stands in an address. */
export function filterText(filter: HistoryFilter): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== "") search.set(name, value);
  return search.toString();
}

/** Filtered pages may be empty although more follows; this many are read before somebody must ask for more. */
const emptyPagesMost = 5;

/** What happened, newest first. What is searched for is a filter's text. */
export const history = createPagedList<HistoryEntry>(async ({ limit, cursor, words }) => {
  const items: HistoryEntry[] = [];
  let next = cursor;
  for (let pages = 0; pages < emptyPagesMost; pages++) {
    const query = new URLSearchParams(words);
    query.set("limit", String(limit - items.length));
    if (next !== undefined) query.set("cursor", next);
    const page: Page<HistoryEntry> = await request("GET", `/api/history?${query}`);
    items.push(...page.items);
    next = page.cursor;
    if (next === undefined || items.length >= limit) break;
  }
  return { items, ...(next === undefined ? {} : { cursor: next }) };
});

/** Conclusions are drawn some seconds after a player's report; several reports in a row are one refreshing. */
const concludedAfterMs = 4_000;
let looking = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Reads anew as players report, while somebody looks. Returns what to call when nobody does any more. */
export function watchHistory(): () => void {
  looking += 1;
  history.need();
  return () => {
    looking -= 1;
  };
}

onLive("player", () => {
  if (looking === 0 || timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    if (looking > 0 && !history.busy.value) history.refresh();
  }, concludedAfterMs);
});
onLive("hello", history.refresh);
forgetOnSignOut(history.forget);
