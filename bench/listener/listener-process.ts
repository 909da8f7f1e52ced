import { join } from "node:path";
import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { openKeyRingFile } from "../../src/adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createYotoCloud } from "../../src/adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { createYotoMqtt } from "../../src/adapters/yoto-mqtt/yoto-mqtt.ts";
import { createHealthBoard } from "../../src/listener/account-health.ts";
import { runListener } from "../../src/listener/run-listener.ts";
import { createStores } from "../../src/main/create-stores.ts";
import type { WatchedPlayers } from "../../src/stores/watched-players.ts";
import { createHistoryBook } from "../../src/usecases/history/history-book.ts";
import { listenedToday } from "../../src/usecases/house-rules/listened-today.ts";
import { createRuleBook } from "../../src/usecases/house-rules/rule-book.ts";
import { ListenerOrders, type ListenerTold, nowMs, type Stored } from "./told.ts";

/** A listener on its own, as it runs at home or in a container, that tells its parent process how it fares. */
const tellEveryMs = 200;

const orders = ListenerOrders.parse(JSON.parse(process.argv[2] ?? "{}"));
const watched = orders.watched === "all" ? undefined : new Set(orders.watched);
const clock = systemClock();
const chance = systemChance(clock);
let fencedOff = 0;
const quiet = () => {};
const log = {
  debug: quiet,
  info: quiet,
  warn: (fact: string) => {
    if (fact === "account-fenced-off") fencedOff++;
  },
  error: (fact: string, fields?: object) => console.error(orders.listenerId, fact, fields),
};
const table = createSqliteTable(join(orders.folder, "state.db"), clock);
const secrets = await openKeyRingFile(join(orders.folder, "keys"));
const stores = createStores({ table, secrets, clock, chance });
const yoto = {
  authUrl: orders.yotoUrl,
  apiUrl: orders.yotoUrl,
  labsUrl: `${orders.yotoUrl}/labs`,
  clientId: orders.clientId,
  version: "bench",
  clock,
  chance,
  log,
};

let stored: Stored[] = [];
/** When a turn of a watched knob came in that is not stored yet. */
const turnedAtMs = new Map<string, number>();
const players: WatchedPlayers = {
  ...stores.watchedPlayers,
  async write(record, ifVersion) {
    const written = await stores.watchedPlayers.write(record, ifVersion);
    const { playerId, volumeSteps, fence } = record;
    if (written.ok && (watched === undefined || watched.has(playerId))) {
      const atMs = nowMs();
      const heardAtMs = turnedAtMs.get(playerId);
      turnedAtMs.delete(playerId);
      stored.push({
        playerId,
        fence,
        version: written.version,
        atMs,
        ...(heardAtMs !== undefined && { sinceHeardMs: atMs - heardAtMs }),
        ...(volumeSteps !== undefined && { volumeSteps }),
      });
    }
    return written;
  },
};

let heard = 0;
const playersHeard = new Set<string>();
const board = createHealthBoard();
const commands = createInProcessCommands(clock);
const live = createLiveUpdates();
const book = createHistoryBook({ ...stores, clock });

setInterval(() => {
  const told: ListenerTold = {
    rssMb: process.memoryUsage.rss() / 1_048_576,
    heard,
    playersHeard: playersHeard.size,
    connected: board.accounts().filter(({ mqtt }) => mqtt === "connected").length,
    fencedOff,
    cpuSeconds: cpuSeconds(),
    stored,
  };
  stored = [];
  // The parent may be gone already: then so are we in a moment.
  if (process.connected) process.send?.(told, () => {});
}, tellEveryMs);
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
process.on("disconnect", () => process.exit());

await runListener(
  {
    accounts: stores.accounts,
    signIn: createYotoSignIn(yoto),
    clock,
    chance,
    log,
    players,
    book,
    orders: stores.orders,
    healths: stores.listenerHealths,
    shares: stores.listenerBoard,
    board,
    cloud: createYotoCloud(yoto),
    mqtt: createYotoMqtt({ url: orders.mqttUrl, clock, log }),
    live,
    commands,
    listenerId: orders.listenerId,
    onObserved: ({ message, playerId, before, after }) => {
      heard++;
      if (watched?.has(playerId) && before?.volumeSteps !== after.volumeSteps && !turnedAtMs.has(playerId))
        turnedAtMs.set(playerId, nowMs());
      if (message?.kind === "playback") playersHeard.add(message.playerId);
    },
    rules: {
      ...stores,
      clock,
      chance,
      commands,
      liveUpdates: live,
      ruleBook: createRuleBook({ ...stores, clock }),
      listenedToday: (state, zone, sinceMs) => listenedToday({ ...stores, clock }, state, zone, sinceMs),
    },
  },
  new AbortController().signal,
);
