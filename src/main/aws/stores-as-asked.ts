import { lazyPort } from "../lazy-port.ts";
import { oftenAskedStores, type StoreDeps } from "../often-asked-stores.ts";
import type { Stores } from "../stores-over.ts";

type Seldom = ReturnType<typeof import("../seldom-asked-stores.ts")["seldomAskedStores"]>;

/** Every store, as `storesOver`; what a cold start does not ask is loaded with the first call. */
export function storesAsAsked(deps: StoreDeps): Stores {
  let loading: Promise<Seldom> | undefined;
  const load = () => {
    loading ??= import("../seldom-asked-stores.ts").then(({ seldomAskedStores }) => seldomAskedStores(deps));
    return loading;
  };
  const late = <Name extends keyof Seldom>(name: Name) =>
    lazyPort<Seldom[Name], object>(async () => (await load())[name], {});
  return {
    ...oftenAskedStores(deps),
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
