import type { AudioId, EpisodeId, FeedId, JobId, UserName } from "./ids.ts";

/** A podcast that the family follows. */
export type Feed = {
  readonly id: FeedId;
  /** Where it is asked for; follows the feed when that moves for good. */
  readonly url: string;
  /** As the family calls it; at first as the feed calls itself. */
  readonly title: string;
  readonly author?: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly addedAtMs: number;
  readonly addedBy: UserName | "system";
  /** So many of the newest episodes are brought in by themselves; 0: only on demand. */
  readonly fetchNewest: number;
  /** When it is asked again. Whoever asks moves this first, so one process asks at a time. */
  readonly nextCheckMs: number;
  readonly checkedAtMs?: number;
  /** What the server wants to hear when asked whether something changed. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** How many episodes are known. */
  readonly episodes: number;
  /** What is wrong since when, while something is. */
  readonly trouble?: FeedTrouble;
};

export type FeedTrouble = {
  /** In a sentence, for people. */
  readonly says: string;
  readonly sinceMs: number;
  /** How often in a row. */
  readonly times: number;
};

/** One episode, as its feed tells it, and the recording it became. */
export type Episode = {
  readonly feedId: FeedId;
  readonly id: EpisodeId;
  readonly title: string;
  readonly publishedAtMs: number;
  /** Where its sound is. */
  readonly url: string;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly description?: string;
  readonly season?: number;
  readonly number?: number;
  /** The recording, once it was brought in. After the feed replaced the sound this is the old one until the new one is here. */
  readonly audioId?: AudioId;
  /** Which sound `audioId` is: {@link soundOf} when it was fetched. */
  readonly audioIs?: string;
  /** The job that last went to fetch it, and which sound it went for. */
  readonly jobId?: JobId;
  readonly jobFor?: string;
};

/**
 * Tells one sound of an episode from another: its address without the query, in which feeds put what changes with every asking,
 * and its size as announced.
 */
export function soundOf({ url, bytes }: Pick<Episode, "url" | "bytes">): string {
  return `${url.replace(/[?#].*$/, "")} ${bytes ?? ""}`.trim();
}

/** Whether the recording we have, if any, is the sound that the feed names now. */
export function isFetched(episode: Episode): boolean {
  return episode.audioId !== undefined && episode.audioIs === soundOf(episode);
}

const minute = 60_000;

/** Feeds are asked every hour; one that does not answer ever more seldom, at least once a day. Shares of it are spread by `jitter` 0–1. */
export function nextCheckAfterMs(troubleTimes: number, jitter: number): number {
  const hours = Math.min(24, 2 ** Math.min(5, troubleTimes));
  return Math.round(hours * 60 * minute * (0.95 + 0.1 * jitter));
}
