import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createYotoMqtt } from "../../adapters/yoto-mqtt/yoto-mqtt.ts";
import { createHealthBoard } from "../../listener/account-health.ts";
import type { ListenerDeps } from "../../listener/run-listener.ts";
import type { AwsGround, Loaded } from "./aws-ground.ts";

/** What a listener away from the API needs, over the store on AWS. */
export function listenerOver(ground: AwsGround, loaded: Loaded, listenerId: string): ListenerDeps {
  const { stores, clock, chance, log, commands, env } = ground;
  return {
    accounts: stores.accounts,
    signIn: loaded.signIn,
    clock,
    chance,
    log,
    refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
    players: stores.watchedPlayers,
    history: stores.playerHistory,
    orders: stores.orders,
    healths: stores.listenerHealths,
    board: createHealthBoard(),
    cloud: loaded.cloud,
    mqtt: createYotoMqtt({ url: env.YOTO_MQTT_URL, clock, log }),
    // Screens learn of changes from the store: no wire goes from here to them.
    live: createLiveUpdates(),
    listenerId,
    shares: stores.listenerBoard,
    commands,
  };
}
