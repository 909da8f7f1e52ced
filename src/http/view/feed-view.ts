import { type Episode as DomainEpisode, type Feed as DomainFeed, isFetched } from "../../domain/feed.ts";
import type { Job } from "../../domain/job.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Episode, Feed } from "../schema/feed.ts";

/** A podcast as the API tells it. */
export function feedView(feed: DomainFeed): Feed {
  const { id, url, title, fetchNewest, episodes, addedAtMs, nextCheckMs } = feed;
  const { author, description, checkedAtMs, trouble } = feed;
  return {
    id,
    url,
    title,
    fetchNewest,
    episodes,
    addedAtMs,
    nextCheckMs,
    ...omitUndefined({ author, description, checkedAtMs }),
    ...(trouble && { trouble: { says: trouble.says, sinceMs: trouble.sinceMs } }),
  };
}

/** An episode as the API tells it, with the job that last went for it. `isThere`: its recording, if any, is in the library. */
export function episodeView(told: DomainEpisode, job: Job | undefined, isThere: boolean): Episode {
  const { audioId: _, ...rest } = told;
  const episode: DomainEpisode = isThere ? told : rest;
  const { id, feedId, title, publishedAtMs } = episode;
  const { seconds, bytes, description, season, number, audioId, jobId } = episode;
  const going = job?.state.is === "waiting" || job?.state.is === "running";
  const state = isFetched(episode)
    ? "here"
    : going
      ? "being-prepared"
      : job?.state.is === "failed"
        ? "failed"
        : "not-here";
  const note = state === "failed" && job?.state.is === "failed" ? job.state.why : undefined;
  return {
    id,
    feedId,
    title,
    publishedAtMs,
    state,
    ...omitUndefined({ seconds, bytes, description, season, number, audioId, jobId, note }),
  };
}
