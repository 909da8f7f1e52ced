import { z } from "zod";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ListenerBoard } from "../../stores/listener-board.ts";
import { type MaintainLibraryDeps, tidyLibrary } from "../../usecases/audio/maintain-library.ts";
import { sweepSomeAudioFiles } from "../../usecases/audio/sweep-audio-files.ts";
import { refreshDueFeeds } from "../../usecases/feeds/refresh-due-feeds.ts";
import { wakeLostJobs } from "../../usecases/jobs/wake-lost-jobs.ts";
import { type EditionOrderDeps, orderDueEditions } from "../../usecases/streams/make-edition.ts";
import type { SlotsAtEdge } from "../../usecases/streams/slots-at-edge.ts";
import type { TokenDeps } from "../../usecases/yoto-accounts/fresh-access-token.ts";
import { renewDueTokens } from "../../usecases/yoto-accounts/keep-tokens-fresh.ts";
import { countedFacts, scheduledWork } from "./agreed-names.ts";

/** What a schedule calls the worker with. */
export const ScheduledCall = z.object({
  scheduled: z.enum([
    scheduledWork.refreshTokens,
    scheduledWork.watchListener,
    scheduledWork.maintainLibrary,
  ]),
});
export type ScheduledCall = z.infer<typeof ScheduledCall>;

/** Listeners beat every few seconds; who has not for so long does not listen. */
const beatMostMs = 180_000;
/** Feeds that are left over then come first in an hour. */
const feedsMostMs = 240_000;

export type ScheduledWorkDeps = {
  readonly board: Pick<ListenerBoard, "read">;
  readonly tokens: () => Promise<TokenDeps>;
  readonly library: () => Promise<
    MaintainLibraryDeps &
      EditionOrderDeps &
      Parameters<typeof sweepSomeAudioFiles>[0] & { readonly slotsAtEdge?: SlotsAtEdge | undefined }
  >;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
};

/** Does what was scheduled, which depends on whether somebody listens: that one looks after the tokens too. */
export async function doScheduled(deps: ScheduledWorkDeps, { scheduled }: ScheduledCall): Promise<void> {
  if (scheduled === scheduledWork.maintainLibrary) {
    const library = await deps.library();
    // The API finds the index then, and has less of a processor to make it with.
    await library.audioFinder.warm().catch((error: unknown) => deps.log.error("library-not-read", { error }));
    const woken = await wakeLostJobs(library);
    if (woken > 0) deps.log.warn("lost-jobs-woken", { jobs: woken });
    // What is being carried here has its files before anything names them.
    if ((await library.moves.underWay()) === undefined) {
      await tidyLibrary(library);
      const swept = await sweepSomeAudioFiles(library);
      if (swept > 0) deps.log.info("left-files-deleted", { files: swept });
    }
    await orderDueEditions(library);
    await library.slotsAtEdge?.tellAll();
    return refreshDueFeeds(library, AbortSignal.timeout(feedsMostMs));
  }
  const { members } = await deps.board.read();
  const listening = members.some(({ value }) => deps.clock.nowMs() - value.beatAtMs < beatMostMs);
  if (scheduled === scheduledWork.watchListener) {
    if (listening) deps.log.info(countedFacts.listenerBeat, { seen: "in the table" });
    return;
  }
  if (listening) return;
  await renewDueTokens(await deps.tokens(), AbortSignal.timeout(60_000));
  deps.log.info("tokens-looked-after", {});
}
