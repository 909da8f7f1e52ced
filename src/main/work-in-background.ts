import { runListener } from "../listener/run-listener.ts";
import type { Analyzer } from "../ports/analyzer.ts";
import { maintainLibrary } from "../usecases/audio/maintain-library.ts";
import { analyzeMessage } from "../usecases/history/analyze-message.ts";
import { createHistoryBook } from "../usecases/history/history-book.ts";
import { runJobs } from "../usecases/jobs/run-jobs.ts";
import { maintainStreams } from "../usecases/streams/maintain-streams.ts";
import { announcingBook } from "../usecases/webhooks/announce.ts";
import { deliverWebhooks } from "../usecases/webhooks/deliver-webhooks.ts";
import { keepTokensFresh } from "../usecases/yoto-accounts/keep-tokens-fresh.ts";
import type { assembleApp } from "./assemble-app.ts";
import { audioJobHandlers } from "./audio-job-handlers.ts";
import { cardJobHandlers } from "./card-job-handlers.ts";
import type { createStores } from "./create-stores.ts";
import { jobLimitsAtHome } from "./job-limits.ts";
import { restartOnFailure } from "./restart-on-failure.ts";
import { streamJobHandlers } from "./stream-job-handlers.ts";
import { webhookWebs } from "./webhook-webs.ts";

type Deps = Omit<ReturnType<typeof assembleApp>["deps"], "web"> &
  Parameters<typeof audioJobHandlers>[0] &
  Pick<Parameters<typeof runListener>[0], "board" | "cloud" | "mqtt"> & {
    readonly stores: ReturnType<typeof createStores>;
    readonly analyzer: Analyzer;
  };

/** What goes on at home without anybody asking, until the signal. What breaks is begun again. */
export async function workInBackground(deps: Deps, signal: AbortSignal): Promise<void> {
  const { stores, analyzer, clock, liveUpdates } = deps;
  const keep = (what: string, work: () => Promise<void>) => restartOnFailure(deps, what, work, signal);
  const listen = () =>
    runListener(
      {
        ...deps.tokens,
        players: stores.watchedPlayers,
        book: announcingBook(createHistoryBook({ ...stores, clock }), { ...stores, clock, liveUpdates }),
        cardFacts: deps.cardLookUp.known,
        onObserved: (seen) => analyzeMessage(analyzer, seen),
        orders: stores.orders,
        healths: stores.listenerHealths,
        board: deps.board,
        cloud: deps.cloud,
        mqtt: deps.mqtt,
        live: liveUpdates,
        // Always the same name: after a restart what stands under it is ours at once.
        listenerId: "home",
        shares: stores.listenerBoard,
        commands: deps.commands,
        rules: deps,
      },
      signal,
    );
  const jobs = () =>
    runJobs(
      deps,
      { ...audioJobHandlers(deps), ...cardJobHandlers(deps), ...streamJobHandlers(deps) },
      { ...jobLimitsAtHome, signal, worker: "home" },
    );
  await Promise.all([
    keep("listener", listen),
    keep("tokens", () => keepTokensFresh(deps.tokens, signal)),
    keep("library", () => maintainLibrary(deps, signal)),
    keep("streams", () => maintainStreams(deps, signal)),
    keep("webhooks", () => deliverWebhooks({ ...deps, webs: webhookWebs({ atHome: true }) }, signal)),
    keep("jobs", jobs),
  ]);
}
