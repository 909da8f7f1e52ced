import { isFetched, soundOf } from "../../domain/feed.ts";
import { AudioId, EpisodeId, FeedId, type UserName } from "../../domain/ids.ts";
import { isOver, type Job } from "../../domain/job.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Feeds } from "../../stores/feeds.ts";
import type { Settings } from "../../stores/settings.ts";
import { type FetchDeps, fetchIntoLibrary } from "../audio/ingest-url.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";

/** The kind of job that {@link ingestEpisode} does. */
export const ingestEpisodeKind = "ingest-episode";

export type EpisodeOrderDeps = EnqueueJobDeps & {
  readonly feeds: Feeds;
  readonly audio: Pick<AudioLibrary, "get">;
  readonly settings: Settings;
};

export type EpisodeOrdered =
  | { readonly ok: true; readonly is: "being-prepared"; readonly job: Job }
  | { readonly ok: true; readonly is: "already-here"; readonly audioId: AudioId }
  | { readonly ok: false; readonly why: "not-found" };

/** Orders an episode to be brought into the library. Asking twice orders once, as long as the first is on its way. */
export async function fetchEpisode(
  deps: EpisodeOrderDeps,
  wanted: {
    readonly feedId: FeedId;
    readonly episodeId: EpisodeId;
    readonly orderedBy: UserName | "system";
  },
): Promise<EpisodeOrdered> {
  const { feedId, episodeId, orderedBy } = wanted;
  const [feed, found] = await Promise.all([deps.feeds.get(feedId), deps.feeds.episode(feedId, episodeId)]);
  if (feed === undefined || found === undefined) return { ok: false, why: "not-found" };
  const episode = found.value;
  if (
    isFetched(episode) &&
    episode.audioId !== undefined &&
    (await deps.audio.get(episode.audioId)) !== undefined
  )
    return { ok: true, is: "already-here", audioId: episode.audioId };
  const sound = soundOf(episode);
  const before = episode.jobId && (await deps.jobs.get(episode.jobId));
  if (before !== undefined && episode.jobFor === sound && !isOver(before.value))
    return { ok: true, is: "being-prepared", job: before.value };
  const [{ value: maxBytes }, { value: keepOriginal }] = await Promise.all([
    deps.settings.get("upload-bytes"),
    deps.settings.get("keep-originals"),
  ]);
  const { title, url } = episode;
  const job = await enqueueJob(deps, {
    kind: ingestEpisodeKind,
    title,
    input: { feedId, episodeId, url, title, album: feed.value.title, sound, keepOriginal, maxBytes },
    orderedBy,
  });
  await deps.feeds.saveEpisode({ ...episode, jobId: job.id, jobFor: sound }, found.version);
  deps.liveUpdates.publish({ of: "feeds" });
  return { ok: true, is: "being-prepared", job };
}

/** The work: the episode's sound becomes a recording, and the episode knows it. */
export async function ingestEpisode(
  deps: FetchDeps & { readonly feeds: Feeds },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const { url, title, album, sound, maxBytes } = job.input;
  const feedId = FeedId(String(job.input["feedId"]));
  const episodeId = EpisodeId(String(job.input["episodeId"]));
  if (typeof url !== "string" || !URL.canParse(url))
    return { ok: false, why: "The feed names no address for this episode.", hint: "Try another episode." };
  const outcome = await fetchIntoLibrary(deps, at, {
    url: new URL(url),
    ...(typeof title === "string" && { title }),
    ...(typeof album === "string" && { album }),
    tags: ["podcast"],
    treatment: "auto",
    keepOriginal: job.input["keepOriginal"] === true,
    maxBytes: typeof maxBytes === "number" ? maxBytes : Number.POSITIVE_INFINITY,
    idPrefix: job.id,
  });
  const audioId = outcome.ok ? outcome.result["audioId"] : undefined;
  if (typeof audioId !== "string" || audioId === "") return outcome;
  for (;;) {
    const found = await deps.feeds.episode(feedId, episodeId);
    if (found === undefined) return outcome; // the feed was left meanwhile; the recording stays
    const changed = { ...found.value, audioId: AudioId(audioId), audioIs: String(sound) };
    if ((await deps.feeds.saveEpisode(changed, found.version)).ok) break;
  }
  deps.liveUpdates.publish({ of: "feeds" });
  return outcome;
}
