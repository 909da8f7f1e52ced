import { coreStores, type StoreDeps } from "../core-stores.ts";
import type { Stores } from "../create-stores.ts";
import { lazyPort } from "../lazy-port.ts";

type Seldom = ReturnType<typeof import("../deferred-stores.ts")["deferredStores"]>;

/** Every store, like `createStores`; those that a cold start does not need are imported at their first call. */
export function storesOnLambda(deps: StoreDeps): Stores {
  let loading: Promise<Seldom> | undefined;
  const load = () => {
    loading ??= import("../deferred-stores.ts").then(({ deferredStores }) => deferredStores(deps));
    return loading;
  };
  const late = <Name extends keyof Seldom>(name: Name) =>
    lazyPort<Seldom[Name], object>(async () => (await load())[name], {});
  return {
    ...coreStores(deps),
    pendingLinks: late("pendingLinks"),
    pendingCodes: late("pendingCodes"),
    orders: late("orders"),
    feeds: lazyPort<Seldom["feeds"], Pick<Seldom["feeds"], "allEpisodes">>(async () => (await load()).feeds, {
      async *allEpisodes(id) {
        yield* (await load()).feeds.allEpisodes(id);
      },
    }),
    watchedPlayers: late("watchedPlayers"),
    listenerBoard: late("listenerBoard"),
    playerHistory: late("playerHistory"),
    listeningDays: late("listeningDays"),
    probes: late("probes"),
    collections: late("collections"),
    books: late("books"),
    stories: late("stories"),
    mailboxes: late("mailboxes"),
    jointStarts: late("jointStarts"),
    jobPlaces: late("jobPlaces"),
    mediaServers: late("mediaServers"),
    editions: late("editions"),
    scripts: late("scripts"),
    edgeSlots: late("edgeSlots"),
    cardBackups: late("cardBackups"),
    leases: late("leases"),
    ownIcons: late("ownIcons"),
    settingChanges: late("settingChanges"),
    houseRules: late("houseRules"),
    ruleExceptions: late("ruleExceptions"),
    ruleMemories: late("ruleMemories"),
    ruleLog: late("ruleLog"),
    moreTimes: late("moreTimes"),
    webhooks: late("webhooks"),
    deliveries: late("deliveries"),
    fileSweeps: late("fileSweeps"),
    moves: late("moves"),
    secretAddresses: late("secretAddresses"),
  };
}
