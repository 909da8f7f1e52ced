import { z } from "zod";
import type { Episode, Feed } from "../domain/feed.ts";
import type { EpisodeId, FeedId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { gather, type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const feedSchema: z.ZodType<Feed> = z.object({
  id: ids.feed,
  url: z.string(),
  title: z.string(),
  author: z.string().exactOptional(),
  description: z.string().exactOptional(),
  imageUrl: z.string().exactOptional(),
  addedAtMs: z.number(),
  addedBy: z.union([z.literal("system"), ids.user]),
  fetchNewest: z.number(),
  nextCheckMs: z.number(),
  checkedAtMs: z.number().exactOptional(),
  etag: z.string().exactOptional(),
  lastModified: z.string().exactOptional(),
  episodes: z.number(),
  trouble: z.object({ says: z.string(), sinceMs: z.number(), times: z.number() }).exactOptional(),
});

const episodeSchema: z.ZodType<Episode> = z.object({
  feedId: ids.feed,
  id: ids.episode,
  title: z.string(),
  publishedAtMs: z.number(),
  url: z.string(),
  bytes: z.number().exactOptional(),
  seconds: z.number().exactOptional(),
  description: z.string().exactOptional(),
  season: z.number().exactOptional(),
  number: z.number().exactOptional(),
  audioId: ids.audio.exactOptional(),
  audioIs: z.string().exactOptional(),
  jobId: ids.job.exactOptional(),
  jobFor: z.string().exactOptional(),
});

/** Podcasts that the family follows, and their episodes. */
export type Feeds = {
  get(id: FeedId): Promise<Versioned<Feed> | undefined>;
  /** All of them, in the order they were added; a family has dozens. */
  list(): Promise<readonly Versioned<Feed>[]>;
  create(feed: Feed): Promise<Written>;
  save(feed: Feed, ifVersion: number): Promise<Written>;
  /** With its episodes; their recordings stay. */
  delete(id: FeedId): Promise<void>;
  /** By time of publication: with `backwards` the newest first. */
  episodes(id: FeedId, page?: PageWanted): Promise<Listed<Episode>>;
  /** All episodes, in no order. */
  allEpisodes(id: FeedId): AsyncGenerator<Versioned<Episode>, void, undefined>;
  episode(feedId: FeedId, id: EpisodeId): Promise<Versioned<Episode> | undefined>;
  /** Writes one, new (without a version) or changed. */
  saveEpisode(episode: Episode, ifVersion?: number): Promise<Written>;
};

/** {@link Feeds} over a table. */
export function createFeeds(table: Table): Feeds {
  const feeds = recordsOf(table, { schema: feedSchema, place: ({ id }) => keyOf(id) });
  const episodes = recordsOf(table, {
    schema: episodeSchema,
    place: ({ feedId, id, publishedAtMs }) => ({
      ...episodeKeyOf(feedId, id),
      index: { pk: `EPISODE#${feedId}`, sk: `${utcOf(publishedAtMs)}#${id}` },
    }),
  });
  const allEpisodes = (id: FeedId) => episodes.all({ pk: `FEED#${id}`, prefix: "EPISODE#" });
  return {
    get: (id) => feeds.get(keyOf(id)),
    async list() {
      const all = await gather(feeds.all({ pk: "FEED", prefix: "FEED#" }));
      return all.toSorted((one, other) => one.value.addedAtMs - other.value.addedAtMs);
    },
    create: (feed) => feeds.put(feed, { ifAbsent: true }),
    save: (feed, ifVersion) => feeds.put(feed, { ifVersion }),
    async delete(id) {
      await feeds.delete(keyOf(id));
      for await (const { value } of allEpisodes(id)) await episodes.delete(episodeKeyOf(id, value.id));
    },
    episodes: (id, page) => episodes.page({ pk: `EPISODE#${id}`, inIndex: true, ...pageOf(page) }),
    allEpisodes,
    episode: (feedId, id) => episodes.get(episodeKeyOf(feedId, id)),
    saveEpisode: (episode, ifVersion) =>
      episodes.put(episode, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }),
  };
}

function keyOf(id: FeedId) {
  return { pk: "FEED", sk: `FEED#${id}` };
}

function episodeKeyOf(feedId: FeedId, id: EpisodeId) {
  return { pk: `FEED#${feedId}`, sk: `EPISODE#${id}` };
}
