import { type RefreshDeps, refreshFeed } from "./refresh-feed.ts";

/** Asks the feeds whose time has come, one after the other; one that breaks does not keep the others from their turn. */
export async function refreshDueFeeds(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  const nowMs = deps.clock.nowMs();
  for (const { value } of await deps.feeds.list()) {
    if (value.nextCheckMs > nowMs) continue;
    signal.throwIfAborted();
    try {
      await refreshFeed(deps, value.id, signal);
    } catch (error) {
      signal.throwIfAborted();
      deps.log.error("feed-broke", { feed: value.id, error });
    }
  }
}
