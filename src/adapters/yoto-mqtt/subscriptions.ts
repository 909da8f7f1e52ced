import type { PlayerId } from "../../domain/ids.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { coreTopicsOf, extraTopicsOf, lastWordsTopicsOf } from "../../yoto/topics.ts";
import type { Confirmed } from "./confirmations.ts";
import type { ExtraTopics } from "./extra-topics.ts";
import type { MqttClient } from "./mqtt-client.ts";

/** AWS IoT's limit for one connection; one more and it is closed. */
const mostTopics = 50;

/**
 * The topics one connection listens to, in packets the broker accepts: for each player what Yoto promises first, the extras
 * in a second packet while there is room for them.
 */
export function createSubscriptions({
  client,
  confirmed,
  extras,
  lastWords,
}: {
  readonly client: MqttClient;
  readonly confirmed: Confirmed;
  readonly extras: ExtraTopics;
  /** Asked for apart from the other extras, so that Yoto can take it away alone. */
  readonly lastWords: ExtraTopics;
}) {
  const core = new Set<PlayerId>();
  const tiers = [
    { topicsOf: lastWordsTopicsOf, each: 1, wish: lastWords, players: new Set<PlayerId>() },
    { topicsOf: extraTopicsOf, each: 3, wish: extras, players: new Set<PlayerId>() },
  ];
  let closedByBroker = false;
  void client.closed.then(({ why }) => {
    closedByBroker = why === "closed-by-broker";
  });
  const topics = () => tiers.reduce((sum, { players, each }) => sum + players.size * each, core.size * 2);

  /** The topics that were not granted. */
  const subscribe = (wanted: readonly string[]) => confirmed(() => client.subscribe(wanted));
  const unsubscribe = (unwanted: readonly string[]) => confirmed(() => client.unsubscribe(unwanted));
  /** Takes a place for the player before anybody waits, since players are watched at the same time. */
  const takePlace = async (playerId: PlayerId) => {
    core.add(playerId);
    while (topics() > mostTopics) {
      const tier = tiers.find(({ players }) => players.size > 0);
      const first = tier?.players.values().next();
      if (tier === undefined || first === undefined || first.done) {
        core.delete(playerId);
        throw new YotoTrouble("rejected", "One Yoto account cannot follow more than 25 players at once");
      }
      tier.players.delete(first.value);
      await unsubscribe(tier.topicsOf(first.value));
    }
  };
  const watchExtras = async (playerId: PlayerId) => {
    for (const { topicsOf, each, wish, players } of tiers.toReversed()) {
      // Whoever is refused the extras is refused the last words, too: that need not be tried.
      if (!extras.wanted() || !wish.wanted() || topics() + each > mostTopics) continue;
      players.add(playerId);
      try {
        await subscribe(topicsOf(playerId));
        wish.granted();
      } catch (trouble) {
        players.delete(playerId);
        if (closedByBroker) wish.closedOver();
        throw trouble;
      }
    }
  };

  const begin = async (playerId: PlayerId): Promise<void> => {
    await takePlace(playerId);
    const refused = await subscribe(coreTopicsOf(playerId));
    if (refused.length > 0) {
      core.delete(playerId);
      throw new YotoTrouble("rejected", "Yoto does not let this account listen to that player", {
        detail: refused.join(", "),
      });
    }
    await watchExtras(playerId);
  };
  const watched = new Map<PlayerId, Promise<void>>();

  return {
    /** Asks once for each player: a connection that is full may be closed over a topic that it has already. */
    watch(playerId: PlayerId): Promise<void> {
      const known = watched.get(playerId);
      if (known !== undefined) return known;
      const begun = begin(playerId);
      watched.set(playerId, begun);
      begun.catch(() => watched.delete(playerId));
      return begun;
    },
    unwatch: async (playerId: PlayerId): Promise<void> => {
      watched.delete(playerId);
      const had = tiers.flatMap(({ players, topicsOf }) =>
        players.delete(playerId) ? topicsOf(playerId) : [],
      );
      core.delete(playerId);
      await unsubscribe([...coreTopicsOf(playerId), ...had]);
    },
  };
}
