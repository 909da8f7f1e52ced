import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createYotoMqtt } from "../../adapters/yoto-mqtt/yoto-mqtt.ts";
import { createHealthBoard } from "../../listener/account-health.ts";
import type { ListenerDeps } from "../../listener/run-listener.ts";
import { announcingBook } from "../../usecases/announce.ts";
import { createHistoryBook } from "../../usecases/history-book.ts";
import { listenedToday } from "../../usecases/listened-today.ts";
import { createCardLookUp } from "../../usecases/look-up-card.ts";
import { createRuleBook } from "../../usecases/rule-book.ts";
import { hearMarks, markedLiveUpdates } from "../marked-live-updates.ts";
import type { AwsGround, Loaded } from "./aws-ground.ts";

/** Families linked or rules changed at the API are noticed within this time. */
const hearMarksEveryMs = 10_000;

/** What a listener away from the API needs, over the store on AWS; and its ear for what happens elsewhere. */
export function listenerOver(
  ground: AwsGround,
  loaded: Loaded,
  listenerId: string,
): ListenerDeps & { readonly hearOthers: (signal: AbortSignal) => Promise<void> } {
  const { stores, clock, chance, log, commands, env } = ground;
  const { signIn, cloud } = loaded;
  // Screens and other processes learn of changes from the store: no wire goes from here to them.
  const inner = createLiveUpdates();
  const liveUpdates = markedLiveUpdates({ inner, marks: stores.liveMarks, log });
  const tokens = {
    accounts: stores.accounts,
    signIn,
    clock,
    chance,
    log,
    refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
  };
  const { known } = createCardLookUp({ cards: stores.cards, cloud, tokens, clock, log, liveUpdates });
  return {
    hearOthers: (signal) =>
      hearMarks({ inner, marks: stores.liveMarks, log, clock }, hearMarksEveryMs, signal),
    ...tokens,
    players: stores.watchedPlayers,
    book: announcingBook(createHistoryBook({ ...stores, clock }), { ...stores, clock, liveUpdates }),
    cardFacts: known,
    orders: stores.orders,
    healths: stores.listenerHealths,
    board: createHealthBoard(),
    cloud,
    mqtt: createYotoMqtt({ url: env.YOTO_MQTT_URL, clock, log }),
    live: liveUpdates,
    listenerId,
    shares: stores.listenerBoard,
    commands,
    rules: {
      ...stores,
      clock,
      chance,
      commands,
      liveUpdates,
      ruleBook: createRuleBook({ ...stores, clock }),
      listenedToday: (state, zone, sinceMs) => listenedToday({ ...stores, clock }, state, zone, sinceMs),
    },
  };
}
