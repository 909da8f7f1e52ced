import { createHash } from "node:crypto";
import { type Episode, type Feed, isFetched, nextCheckAfterMs, soundOf } from "../../domain/feed.ts";
import { EpisodeId, type FeedId } from "../../domain/ids.ts";
import type { ToldEpisode } from "../../ports/feed-reader.ts";
import type { Log } from "../../ports/log.ts";
import type { Versioned } from "../../stores/records.ts";
import { type EpisodeOrderDeps, fetchEpisode } from "./fetch-episode.ts";
import { type FeedPageDeps, type FeedReading, readFeedPages } from "./read-feed-pages.ts";

export type RefreshDeps = EpisodeOrderDeps & FeedPageDeps & { readonly log: Log };

const atOnce = 25;

/**
 * Asks a feed what is new and writes it down; orders the newest episodes where the family wants that. One process at a time:
 * the next check is put off before this one begins. `undefined` when there is no such feed or somebody else asks it just now.
 */
export async function refreshFeed(
  deps: RefreshDeps,
  id: FeedId,
  signal: AbortSignal,
): Promise<{ readonly newEpisodes: number; readonly trouble?: string } | undefined> {
  const before = await deps.feeds.get(id);
  if (before === undefined) return undefined;
  const nextCheckMs =
    deps.clock.nowMs() + nextCheckAfterMs(before.value.trouble?.times ?? 0, deps.chance.fraction());
  const claim = await deps.feeds.save({ ...before.value, nextCheckMs }, before.version);
  if (!claim.ok) return undefined;

  const known = new Map<EpisodeId, Versioned<Episode>>();
  for await (const each of deps.feeds.allEpisodes(id)) known.set(each.value.id, each);
  const { url, ...told } = before.value;
  const isKnown = (each: ToldEpisode) => known.has(episodeIdOf(each));
  const reading = await readFeedPages(deps, { ...told, url: new URL(url) }, isKnown, signal);
  const nothing = { newEpisodes: 0, isWhole: true };
  const written = reading.is === "read" ? await writeEpisodes(deps, id, reading.episodes, known) : nothing;
  const { newEpisodes, isWhole } = written;
  const now = deps.clock.nowMs();
  await changeFeed(deps, id, (feed) => {
    const { etag, lastModified, ...rest } = after(feed, reading, known.size + newEpisodes, now);
    // What could not be written is to be told once more, not "nothing new".
    return isWhole ? { ...rest, ...(etag && { etag }), ...(lastModified && { lastModified }) } : rest;
  });
  if (reading.is === "trouble") deps.log.warn("feed-not-read", { feed: id, says: reading.says });
  await fetchNewest(deps, id);
  deps.liveUpdates.publish({ of: "feeds" });
  return { newEpisodes, ...(reading.is === "trouble" && { trouble: reading.says }) };
}

/** Changes what is written of a feed, again if somebody else did so meanwhile. `undefined` when it is gone. */
export async function changeFeed(
  { feeds }: Pick<RefreshDeps, "feeds">,
  id: FeedId,
  change: (feed: Feed) => Feed,
): Promise<Feed | undefined> {
  for (;;) {
    const found = await feeds.get(id);
    if (found === undefined) return undefined;
    const changed = change(found.value);
    if ((await feeds.save(changed, found.version)).ok) return changed;
  }
}

/** Orders those of the newest episodes that are not here; one that failed is not tried again by itself. */
export async function fetchNewest(deps: EpisodeOrderDeps, id: FeedId): Promise<void> {
  const feed = await deps.feeds.get(id);
  if (feed === undefined || feed.value.fetchNewest === 0) return;
  const { records } = await deps.feeds.episodes(id, { limit: feed.value.fetchNewest, backwards: true });
  for (const { value } of records)
    if (!isFetched(value) && value.jobFor !== soundOf(value))
      await fetchEpisode(deps, { feedId: id, episodeId: value.id, orderedBy: "system" });
}

/** Stays the same for as long as the feed calls the episode the same. */
function episodeIdOf({ guid }: Pick<ToldEpisode, "guid">): EpisodeId {
  return EpisodeId(createHash("sha256").update(guid).digest("base64url").slice(0, 22));
}

function after(feed: Feed, reading: FeedReading, episodes: number, now: number): Feed {
  const { trouble: before, etag: _, lastModified: __, ...rest } = feed;
  switch (reading.is) {
    case "unchanged": {
      const { trouble, ...kept } = feed;
      return { ...kept, checkedAtMs: now };
    }
    case "trouble": {
      const trouble = {
        says: reading.says,
        sinceMs: before?.sinceMs ?? now,
        times: (before?.times ?? 0) + 1,
      };
      const weekMs = 7 * 86_400_000;
      return { ...feed, trouble, checkedAtMs: now, ...(reading.ended && { nextCheckMs: now + weekMs }) };
    }
    case "read": {
      const { author, description, image } = reading.text;
      return {
        ...rest,
        url: reading.url.href,
        ...(author !== undefined && { author }),
        ...(description !== undefined && { description }),
        ...(image && { imageUrl: image.href }),
        ...(reading.etag !== undefined && { etag: reading.etag }),
        ...(reading.lastModified !== undefined && { lastModified: reading.lastModified }),
        episodes,
        checkedAtMs: now,
      };
    }
  }
}

/**
 * Writes what is new or told differently; answers how many are new, and whether all could be written: not what a fetch wrote meanwhile.
 * Episodes that left the feed stay.
 */
async function writeEpisodes(
  deps: RefreshDeps,
  feedId: FeedId,
  told: readonly ToldEpisode[],
  known: ReadonlyMap<EpisodeId, Versioned<Episode>>,
): Promise<{ readonly newEpisodes: number; readonly isWhole: boolean }> {
  const nowMs = deps.clock.nowMs();
  const seen = new Set<EpisodeId>();
  const due: { episode: Episode; version: number | undefined }[] = [];
  for (const [place, each] of told.entries()) {
    const id = episodeIdOf(each);
    if (seen.has(id)) continue;
    seen.add(id);
    const before = known.get(id);
    // Feeds list the newest first: without a date an episode is as old as its place says.
    const publishedAtMs = each.publishedAtMs ?? before?.value.publishedAtMs ?? nowMs - place * 1000;
    const { guid: _, url, publishedAtMs: __, ...words } = each;
    const said: Episode = { feedId, id, ...words, url: url.href, publishedAtMs };
    const episode = { ...said, ...before?.value, ...said };
    if (before === undefined || !isSame(before.value, episode))
      due.push({ episode, version: before?.version });
  }
  let isWhole = true;
  for (let from = 0; from < due.length; from += atOnce) {
    const some = due.slice(from, from + atOnce);
    const answers = await Promise.all(
      some.map(({ episode, version }) => deps.feeds.saveEpisode(episode, version)),
    );
    isWhole &&= answers.every(({ ok }) => ok);
  }
  return { newEpisodes: due.filter(({ version }) => version === undefined).length, isWhole };
}

function isSame(before: Episode, after: Episode): boolean {
  const plain = (each: Episode) =>
    JSON.stringify(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return plain(before) === plain(after);
}
