import { type EditDeps, editAudio, editAudioKind } from "../usecases/audio/edit-audio.ts";
import { ingestUpload, ingestUploadKind } from "../usecases/audio/ingest-upload.ts";
import { ingestUrl, ingestUrlKind } from "../usecases/audio/ingest-url.ts";
import { measureAudio, measureAudioKind } from "../usecases/audio/measure-audio.ts";
import { remakeAudio, remakeAudioKind } from "../usecases/audio/remake-audio.ts";
import { splitAudio, splitAudioKind } from "../usecases/audio/split-audio.ts";
import { ingestEpisode, ingestEpisodeKind } from "../usecases/feeds/fetch-episode.ts";
import { refreshFeedJob, refreshFeedKind } from "../usecases/feeds/follow-feed.ts";
import { ingestWork, ingestWorkKind } from "../usecases/feeds/use-media-server.ts";
import type { JobHandler } from "../usecases/jobs/run-jobs.ts";
import { readBook, readBookKind } from "../usecases/speech/read-book.ts";
import { speakBook, speakBookKind } from "../usecases/speech/speak-book.ts";
import { speakKind, speakLongText } from "../usecases/speech/speak-long-text.ts";
import { transcribeAudio, transcribeKind } from "../usecases/speech/transcribe-audio.ts";
import { makeStoryCard, storyCardKind } from "../usecases/stories/make-story-card.ts";

type Deps = Parameters<typeof ingestUpload>[0] &
  Parameters<typeof ingestUrl>[0] &
  Parameters<typeof ingestEpisode>[0] &
  Parameters<typeof refreshFeedJob>[0] &
  Parameters<typeof measureAudio>[0] &
  Parameters<typeof ingestWork>[0] &
  Parameters<typeof speakLongText>[0] &
  Parameters<typeof readBook>[0] &
  Parameters<typeof speakBook>[0] &
  Parameters<typeof makeStoryCard>[0] &
  Parameters<typeof transcribeAudio>[0] &
  EditDeps;

/** Long work on audio, by the kind of job: for `runJobs`. */
export function audioJobHandlers(deps: Deps): Readonly<Record<string, JobHandler>> {
  return {
    [ingestUploadKind]: (job, at) => ingestUpload(deps, job, at),
    [ingestUrlKind]: (job, at) => ingestUrl(deps, job, at),
    [ingestEpisodeKind]: (job, at) => ingestEpisode(deps, job, at),
    [refreshFeedKind]: (job, at) => refreshFeedJob(deps, job, at),
    [ingestWorkKind]: (job, at) => ingestWork(deps, job, at),
    [measureAudioKind]: (job, at) => measureAudio(deps, job, at),
    [editAudioKind]: (job, at) => editAudio(deps, job, at),
    [remakeAudioKind]: (job, at) => remakeAudio(deps, job, at),
    [splitAudioKind]: (job, at) => splitAudio(deps, job, at),
    [readBookKind]: (job, at) => readBook(deps, job, at),
    [speakBookKind]: (job, at) => speakBook(deps, job, at),
    [storyCardKind]: (job, at) => makeStoryCard(deps, job, at),
    [transcribeKind]: (job, at) => transcribeAudio(deps, job, at),
    [speakKind]: (job, at) => speakLongText(deps, job, at),
  };
}
