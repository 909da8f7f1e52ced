import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { createAnalyzedBatches } from "../stores/analyzed-batches.ts";
import { createApiTokens } from "../stores/api-tokens.ts";
import { createAudioLibrary } from "../stores/audio.ts";
import { createCards } from "../stores/cards.ts";
import { createCheckMarks } from "../stores/check-marks.ts";
import { createJobs } from "../stores/jobs.ts";
import { createListenerHealths } from "../stores/listener-health.ts";
import { createListenings } from "../stores/listenings.ts";
import { createLiveMarks } from "../stores/live-marks.ts";
import { createLoginThrottle } from "../stores/login-throttle.ts";
import { createPlayerModels } from "../stores/player-models.ts";
import { createPlayers } from "../stores/players.ts";
import { createSearchNotes } from "../stores/search-notes.ts";
import { createSessions } from "../stores/sessions.ts";
import { createSettings } from "../stores/settings.ts";
import { createSetup } from "../stores/setup.ts";
import { createStreams } from "../stores/streams.ts";
import { createUsers } from "../stores/users.ts";
import { createYotoAccounts } from "../stores/yoto-accounts.ts";

/** What every store is made from. */
export type StoreDeps = {
  readonly table: Table;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly chance: Chance;
  /** More finds no room here, whatever is set. */
  readonly uploadBytesMost?: number;
};

/** The stores that every screen, every player request and every start needs. The rest are in `deferredStores`. */
export function coreStores(deps: StoreDeps) {
  const { table } = deps;
  return {
    users: createUsers(table),
    sessions: createSessions(deps),
    analyzedBatches: createAnalyzedBatches(table),
    apiTokens: createApiTokens(deps),
    setup: createSetup(deps),
    loginThrottle: createLoginThrottle(deps),
    accounts: createYotoAccounts(deps),
    players: createPlayers(table),
    listenerHealths: createListenerHealths(table),
    audio: createAudioLibrary(deps),
    searchNotes: createSearchNotes(deps),
    streams: createStreams(table),
    listenings: createListenings(table),
    cards: createCards(table),
    jobs: createJobs(deps),
    liveMarks: createLiveMarks(table),
    checkMarks: createCheckMarks(deps),
    playerModels: createPlayerModels(table),
    settings: createSettings(table, deps.uploadBytesMost),
  };
}
