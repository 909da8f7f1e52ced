import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { createYotoMqtt, type YotoMqttConfig } from "../../src/adapters/yoto-mqtt/yoto-mqtt.ts";
import type { Command, PlayerOrder } from "../../src/domain/command.ts";
import { CommandId, PlayerId, type YotoAccountId } from "../../src/domain/ids.ts";
import { createHealthBoard } from "../../src/listener/account-health.ts";
import { type ListenerDeps, runListener } from "../../src/listener/run-listener.ts";
import type { LiveUpdate } from "../../src/ports/live-updates.ts";
import { type PlayerOptions, startPlayer } from "../../src/simulator/player/start-player.ts";
import { streamContent, trackAudio } from "../../src/simulator/player/test-family.ts";
import type { Account } from "../../src/simulator/store/accounts.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";
import { createListenerBoard } from "../../src/stores/listener-board.ts";
import { createListenerHealths } from "../../src/stores/listener-health.ts";
import { createOrders } from "../../src/stores/orders.ts";
import { createPlayerHistory } from "../../src/stores/player-history.ts";
import { createPlayers } from "../../src/stores/players.ts";
import { createWatchedPlayers } from "../../src/stores/watched-players.ts";
import { type LinkedWorld, startLinkedWorld, until } from "./linked-world.ts";

/** A family's server with a track at every path. */
async function startHome() {
  const server = createServer((request, response) => {
    const audio = trackAudio(request.url ?? "");
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": audio.length });
    response.end(audio);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Options = Parameters<typeof startLinkedWorld>[0] & { readonly mqtt?: Partial<YotoMqttConfig> };

/** A linked world with players in it, and listeners that can be started and stopped. */
export async function startListeningWorld(options: Options = {}) {
  const linked = await startLinkedWorld(options);
  const home = await startHome();
  const { yoto, table, clock, log } = linked;
  const stores = {
    players: createPlayers(table),
    watched: createWatchedPlayers(table),
    history: createPlayerHistory(table),
    orders: createOrders(table),
    healths: createListenerHealths(table),
    shares: createListenerBoard({ table, clock }),
  };
  const live = createLiveUpdates();
  const commands = createInProcessCommands(clock);
  const updates: LiveUpdate[] = [];
  const watching = new AbortController();
  const collecting = (async () => {
    for await (const update of live.subscribe(watching.signal)) updates.push(update);
  })();
  const listeners = new Set<{ stop(): Promise<void> }>();
  let names = 0;

  const listen = (over: Partial<ListenerDeps> = {}) => {
    const board = createHealthBoard();
    const stopping = new AbortController();
    const listenerId = over.listenerId ?? `listener-${++names}`;
    const running = runListener(
      {
        ...linked.tokenDeps,
        players: stores.watched,
        history: stores.history,
        orders: stores.orders,
        healths: stores.healths,
        shares: stores.shares,
        cloud: linked.cloud,
        mqtt: createYotoMqtt({ url: yoto.mqttUrl, clock, log, ...options.mqtt }),
        commands,
        live,
        board,
        listenerId,
        ...over,
      },
      stopping.signal,
    );
    const listener = {
      listenerId,
      board,
      running,
      health: (id: YotoAccountId) => board.accounts().find(({ accountId }) => accountId === id),
      connected: (id: YotoAccountId) =>
        until("a connection", () =>
          board.accounts().some((each) => each.accountId === id && each.mqtt === "connected"),
        ),
      async stop() {
        stopping.abort();
        await running;
        listeners.delete(listener);
      },
    };
    listeners.add(listener);
    return listener;
  };

  return {
    ...linked,
    ...stores,
    live,
    updates,
    commands,
    home,
    listen,
    /** A player of the account, switched on unless told otherwise. */
    async player(account: Account, wanted: Partial<PlayerOptions> & { readonly model?: DeviceModel } = {}) {
      const { model = "v3", ...rest } = wanted;
      const device = yoto.devices.add({ familyId: account.familyId, model, name: wanted.name ?? "Kitchen" });
      const player = await startPlayer(yoto, { ...device, family: model, reactionMs: [5, 20], ...rest });
      yoto.addPlayer(player);
      return Object.assign(player, { id: PlayerId(device.deviceId), device });
    },
    /** A card that plays from the family's server. */
    card: (account: Account, keys: readonly string[] = ["01", "02", "03"]) =>
      yoto.cards.put({ userId: account.sub, title: "A card", content: streamContent(home.url, keys) }).cardId,
    state: async (id: PlayerId) => (await stores.players.find(id))?.value,
    /** The history as `kind` with its facts, oldest first. */
    async told(id: PlayerId) {
      const { entries } = await stores.history.page(id, { limit: 1000 });
      return entries.map(({ kind, facts }) => ({ kind, ...facts }));
    },
    async order(playerId: PlayerId, command: Command, livesMs = 15_000): Promise<PlayerOrder> {
      const orderedAtMs = clock.nowMs();
      const id = CommandId(linked.chance.id());
      const order = {
        id,
        playerId,
        command,
        orderedAtMs,
        expiresAtMs: orderedAtMs + livesMs,
        orderedBy: "robin",
      };
      await stores.orders.add(order);
      await commands.send(order);
      return order;
    },
    outcome: async (order: PlayerOrder) => (await stores.orders.get(order.id))?.value.outcome.is,
    async [Symbol.asyncDispose]() {
      await Promise.all([...listeners].map((listener) => listener.stop()));
      watching.abort();
      await collecting;
      await linked[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

export type ListeningWorld = Awaited<ReturnType<typeof startListeningWorld>>;
export type { LinkedWorld };
