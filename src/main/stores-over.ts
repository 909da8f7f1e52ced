import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { createAnalyzedBatches } from "../stores/analyzed-batches.ts";
import { createApiTokens } from "../stores/api-tokens.ts";
import { createAudioLibrary } from "../stores/audio.ts";
import { createBooks } from "../stores/books.ts";
import { createCardBackups } from "../stores/card-backups.ts";
import { createCards } from "../stores/cards.ts";
import { createCheckMarks } from "../stores/check-marks.ts";
import { createCollections } from "../stores/collections.ts";
import { createDeliveries } from "../stores/deliveries.ts";
import { createEditions } from "../stores/editions.ts";
import { createFeeds } from "../stores/feeds.ts";
import { createHouseRules } from "../stores/house-rules.ts";
import { createJobs } from "../stores/jobs.ts";
import { createJointStarts } from "../stores/joint-starts.ts";
import { createLeases } from "../stores/leases.ts";
import { createListenerBoard } from "../stores/listener-board.ts";
import { createListenerHealths } from "../stores/listener-health.ts";
import { createListeningDays } from "../stores/listening-days.ts";
import { createListenings } from "../stores/listenings.ts";
import { createLiveMarks } from "../stores/live-marks.ts";
import { createLoginThrottle } from "../stores/login-throttle.ts";
import { createMailboxes } from "../stores/mailboxes.ts";
import { createMediaServers } from "../stores/media-servers.ts";
import { createMoreTimes } from "../stores/more-times.ts";
import { createOrders } from "../stores/orders.ts";
import { createOwnIcons } from "../stores/own-icons.ts";
import { createPendingLinks } from "../stores/pending-links.ts";
import { createPlayerHistory } from "../stores/player-history.ts";
import { createPlayers } from "../stores/players.ts";
import { createProbes } from "../stores/probes.ts";
import { createRuleExceptions } from "../stores/rule-exceptions.ts";
import { createRuleLog } from "../stores/rule-log.ts";
import { createRuleMemories } from "../stores/rule-memories.ts";
import { createSecretAddresses } from "../stores/secret-addresses.ts";
import { createSessions } from "../stores/sessions.ts";
import { createSettingChanges } from "../stores/setting-changes.ts";
import { createSettings } from "../stores/settings.ts";
import { createSetup } from "../stores/setup.ts";
import { createStreams } from "../stores/streams.ts";
import { createUsers } from "../stores/users.ts";
import { createWatchedPlayers } from "../stores/watched-players.ts";
import { createWebhooks } from "../stores/webhooks.ts";
import { createYotoAccounts } from "../stores/yoto-accounts.ts";

/** Every store, over one table: what all processes of an installation share. */
export function storesOver(deps: {
  readonly table: Table;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly chance: Chance;
}) {
  const { table } = deps;
  return {
    users: createUsers(table),
    sessions: createSessions(deps),
    analyzedBatches: createAnalyzedBatches(table),
    apiTokens: createApiTokens(deps),
    setup: createSetup(deps),
    loginThrottle: createLoginThrottle(deps),
    accounts: createYotoAccounts(deps),
    pendingLinks: createPendingLinks(deps),
    players: createPlayers(table),
    watchedPlayers: createWatchedPlayers(table),
    listenerBoard: createListenerBoard(deps),
    listenerHealths: createListenerHealths(table),
    playerHistory: createPlayerHistory(table),
    listeningDays: createListeningDays(table),
    orders: createOrders(table),
    jointStarts: createJointStarts(table),
    audio: createAudioLibrary(deps),
    books: createBooks(table),
    collections: createCollections(table),
    mediaServers: createMediaServers(deps),
    feeds: createFeeds(table),
    streams: createStreams(table),
    editions: createEditions(table),
    mailboxes: createMailboxes(table),
    listenings: createListenings(table),
    cards: createCards(table),
    cardBackups: createCardBackups(table),
    jobs: createJobs(deps),
    leases: createLeases(deps),
    liveMarks: createLiveMarks(table),
    ownIcons: createOwnIcons(table),
    checkMarks: createCheckMarks(deps),
    probes: createProbes(table),
    settings: createSettings(table),
    settingChanges: createSettingChanges(table),
    houseRules: createHouseRules(table),
    ruleExceptions: createRuleExceptions(table),
    ruleMemories: createRuleMemories(table),
    ruleLog: createRuleLog(table),
    moreTimes: createMoreTimes(table),
    webhooks: createWebhooks(deps),
    deliveries: createDeliveries(table),
    secretAddresses: createSecretAddresses(deps),
  };
}

/** Every store. */
export type Stores = ReturnType<typeof storesOver>;
