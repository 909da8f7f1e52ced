import type { Job } from "../domain/job.ts";
import { editAudioKind } from "../usecases/audio/edit-audio.ts";
import { ingestUploadKind } from "../usecases/audio/ingest-upload.ts";
import { ingestUrlKind } from "../usecases/audio/ingest-url.ts";
import { measureAudioKind } from "../usecases/audio/measure-audio.ts";
import { remakeAudioKind } from "../usecases/audio/remake-audio.ts";
import { splitAudioKind } from "../usecases/audio/split-audio.ts";
import { editCardsKind } from "../usecases/cards/edit-cards.ts";
import { bakeKind } from "../usecases/cards/enqueue-bake.ts";
import { undoCardsEditKind } from "../usecases/cards/undo-cards-edit.ts";
import { ingestEpisodeKind } from "../usecases/feeds/fetch-episode.ts";
import { ingestWorkKind } from "../usecases/feeds/use-media-server.ts";
import type { JobShares } from "../usecases/jobs/run-jobs.ts";
import { speakBookKind } from "../usecases/speech/speak-book.ts";
import { transcribeKind } from "../usecases/speech/transcribe-audio.ts";
import { storyCardKind } from "../usecases/stories/make-story-card.ts";

/** From this size on an upload counts as long: half an hour of good MP3, three minutes of WAV. */
const longFromBytes = 30_000_000;

const shares: Readonly<Record<string, string>> = {
  [transcribeKind]: "listening",
  [measureAudioKind]: "listening",
  [ingestUrlKind]: "long",
  [ingestEpisodeKind]: "long",
  [ingestWorkKind]: "long",
  [speakBookKind]: "long",
  [storyCardKind]: "long",
  [editAudioKind]: "changing",
  [remakeAudioKind]: "changing",
  [splitAudioKind]: "changing",
  [bakeKind]: "changing",
  [editCardsKind]: "changing",
  [undoCardsEditKind]: "changing",
};

function shareOf({ kind, input }: Job): string | undefined {
  if (kind !== ingestUploadKind) return shares[kind];
  return Number(input["bytes"]) >= longFromBytes ? "long" : undefined;
}

/**
 * How many jobs run at once at home, in all and by group. Those that may take hours never get every place, so that short ones
 * need not wait for them. Most of those that convert only wait for one of the converter's threads.
 */
export const jobLimitsAtHome = {
  atOnce: 16,
  shares: { of: shareOf, most: { listening: 4, long: 6, changing: 3 } },
} as const;

/** The limits by group on AWS, out of `workerCallsAtOnce`. Each job has a processor of its own there. */
export const jobSharesOnAws: JobShares = { of: shareOf, most: { listening: 1, long: 2, changing: 2 } };
