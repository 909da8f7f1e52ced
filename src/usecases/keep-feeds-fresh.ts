import { type RefreshDeps, refreshFeed } from "./refresh-feed.ts";

const lookEveryMs = 60_000;

/** Asks feeds for what is new, each at its time, until the signal. Any number of processes may do this at once. */
export async function keepFeedsFresh(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await refreshDueFeeds(deps, signal).catch((error: unknown) => {
      if (!signal.aborted) deps.log.error("feeds-not-looked-after", { error });
    });
    await deps.clock.sleep(lookEveryMs * (0.9 + 0.2 * deps.chance.fraction()), signal).catch(() => {});
  }
}

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
