import { createBooks } from "../stores/books.ts";
import { createCardBackups } from "../stores/card-backups.ts";
import { createCollections } from "../stores/collections.ts";
import { createDeliveries } from "../stores/deliveries.ts";
import { createEdgeSlots } from "../stores/edge-slots.ts";
import { createEditions } from "../stores/editions.ts";
import { createFeeds } from "../stores/feeds.ts";
import { createFileSweeps } from "../stores/file-sweeps.ts";
import { createHouseRules } from "../stores/house-rules.ts";
import { createJobPlaces } from "../stores/job-places.ts";
import { createJointStarts } from "../stores/joint-starts.ts";
import { createLeases } from "../stores/leases.ts";
import { createListenerBoard } from "../stores/listener-board.ts";
import { createListeningDays } from "../stores/listening-days.ts";
import { createMailboxes } from "../stores/mailboxes.ts";
import { createMediaServers } from "../stores/media-servers.ts";
import { createMoreTimes } from "../stores/more-times.ts";
import { createMoves } from "../stores/moves.ts";
import { createOrders } from "../stores/orders.ts";
import { createOwnIcons } from "../stores/own-icons.ts";
import { createPendingCodes } from "../stores/pending-codes.ts";
import { createPendingLinks } from "../stores/pending-links.ts";
import { createPlayerHistory } from "../stores/player-history.ts";
import { createProbes } from "../stores/probes.ts";
import { createRuleExceptions } from "../stores/rule-exceptions.ts";
import { createRuleLog } from "../stores/rule-log.ts";
import { createRuleMemories } from "../stores/rule-memories.ts";
import { createScripts } from "../stores/scripts.ts";
import { createSecretAddresses } from "../stores/secret-addresses.ts";
import { createSettingChanges } from "../stores/setting-changes.ts";
import { createStories } from "../stores/stories.ts";
import { createWatchedPlayers } from "../stores/watched-players.ts";
import { createWebhooks } from "../stores/webhooks.ts";
import type { StoreDeps } from "./core-stores.ts";

/** The stores that are seldom needed. All their methods but one (a generator) are asynchronous, so that a process may import them late. */
export function deferredStores(deps: StoreDeps) {
  const { table } = deps;
  return {
    pendingLinks: createPendingLinks(deps),
    pendingCodes: createPendingCodes(deps),
    orders: createOrders(table),
    feeds: createFeeds(table),
    watchedPlayers: createWatchedPlayers(table),
    listenerBoard: createListenerBoard(deps),
    playerHistory: createPlayerHistory(table),
    listeningDays: createListeningDays(table),
    probes: createProbes(table),
    collections: createCollections(table),
    books: createBooks(table),
    stories: createStories(table),
    mailboxes: createMailboxes(table),
    jointStarts: createJointStarts(table),
    jobPlaces: createJobPlaces(deps),
    mediaServers: createMediaServers(deps),
    editions: createEditions(table),
    scripts: createScripts(table),
    edgeSlots: createEdgeSlots(table),
    cardBackups: createCardBackups(table),
    leases: createLeases(deps),
    ownIcons: createOwnIcons(table),
    settingChanges: createSettingChanges(table),
    houseRules: createHouseRules(table),
    ruleExceptions: createRuleExceptions(table),
    ruleMemories: createRuleMemories(table),
    ruleLog: createRuleLog(table),
    moreTimes: createMoreTimes(table),
    webhooks: createWebhooks(deps),
    deliveries: createDeliveries(table),
    fileSweeps: createFileSweeps(table),
    moves: createMoves(table),
    secretAddresses: createSecretAddresses(deps),
  };
}
