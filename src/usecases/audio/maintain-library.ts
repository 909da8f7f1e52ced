import type { PartsTaken } from "../../ports/direct-uploads.ts";
import type { Log } from "../../ports/log.ts";
import type { FileSweeps } from "../../stores/file-sweeps.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { refreshDueFeeds } from "../feeds/refresh-due-feeds.ts";
import type { RefreshDeps } from "../feeds/refresh-feed.ts";
import { forgetOldSpeech } from "../speech/kept-speech.ts";
import { letGoStoryStreams } from "../stories/let-go-story-streams.ts";
import { trashReplacedSounds } from "../stories/trash-replaced-sounds.ts";
import type { AudioFinder } from "./find-audio.ts";
import { sweepOriginals } from "./sweep-originals.ts";
import { sweepUploads } from "./sweep-uploads.ts";
import { emptyOldTrash, type TrashDeps } from "./trash-audio.ts";

export type MaintainLibraryDeps = Omit<RefreshDeps, "audio"> &
  TrashDeps &
  LetGoDeps & {
    readonly jobs: Jobs;
    readonly fileSweeps: FileSweeps;
    readonly log: Log;
    readonly audioFinder: Pick<AudioFinder, "warm">;
    /** Who takes files in parts here, where we do. */
    readonly directUploads?: Partial<PartsTaken> | undefined;
  };

type LetGoDeps = Parameters<typeof trashReplacedSounds>[0] & Parameters<typeof letGoStoryStreams>[0];

const lookEveryMs = 60_000;
const tidyEveryMs = 3_600_000;
/** An upload that broke off can be gone on with for so long. */
const partsKeptMs = 3 * 86_400_000;

/**
 * Looks after the library until the signal: reads it for the first search, looks into podcasts each at their time, and every hour
 * takes away what nobody needs any more.
 */
export async function maintainLibrary(deps: MaintainLibraryDeps, signal: AbortSignal): Promise<void> {
  await deps.audioFinder.warm().catch((error: unknown) => deps.log.error("library-not-read", { error }));
  let tidiedMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      await refreshDueFeeds(deps, signal);
      if (deps.clock.nowMs() - tidiedMs >= tidyEveryMs) {
        await tidyLibrary(deps);
        tidiedMs = deps.clock.nowMs();
      }
    } catch (error) {
      if (!signal.aborted) deps.log.error("library-not-looked-after", { error });
    }
    await deps.clock.sleep(lookEveryMs * (0.9 + 0.2 * deps.chance.fraction()), signal).catch(() => {});
  }
}

/** Takes away old trash, uploads that led to nothing, speech of long ago that only waits to be wanted again, and what was spoken anew. */
export async function tidyLibrary(
  deps: TrashDeps & LetGoDeps & Pick<MaintainLibraryDeps, "jobs" | "fileSweeps" | "log" | "directUploads">,
): Promise<void> {
  const trashed = await emptyOldTrash(deps);
  const originals = await sweepOriginals(deps);
  const uploads = (await sweepUploads(deps)) + ((await deps.directUploads?.sweep?.(partsKeptMs)) ?? 0);
  const speech = await forgetOldSpeech(deps);
  const storyStreams = await letGoStoryStreams(deps);
  const replaced = await trashReplacedSounds(deps);
  if (trashed + uploads + originals + speech + replaced + storyStreams > 0)
    deps.log.info("library-tidied", { trashed, uploads, originals, speech, replaced, storyStreams });
}
