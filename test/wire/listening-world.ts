import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { createYotoMqtt, type YotoMqttConfig } from "../../src/adapters/yoto-mqtt/yoto-mqtt.ts";
import { CommandId, type PlayerId, type YotoAccountId } from "../../src/domain/ids.ts";
import type { Command, PlayerOrder } from "../../src/domain/players/command.ts";
import { createHealthBoard } from "../../src/listener/account-health.ts";
import type { ListenerDeps } from "../../src/listener/listener-deps.ts";
import { runListener } from "../../src/listener/run-listener.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { LiveUpdate } from "../../src/ports/live-updates.ts";
import type { NewItem, Table } from "../../src/ports/table.ts";
import type { YotoMqtt } from "../../src/ports/yoto-mqtt.ts";
import type { Account } from "../../src/simulator/store/accounts.ts";
import { createHouseRules } from "../../src/stores/house-rules.ts";
import { createListenerBoard } from "../../src/stores/listener-board.ts";
import { createListenerHealths } from "../../src/stores/listener-health.ts";
import { createListeningDays } from "../../src/stores/listening-days.ts";
import { createMoreTimes } from "../../src/stores/more-times.ts";
import { createOrders } from "../../src/stores/orders.ts";
import { createPlayerHistory } from "../../src/stores/player-history.ts";
import { createPlayers } from "../../src/stores/players.ts";
import { createRuleExceptions } from "../../src/stores/rule-exceptions.ts";
import { createRuleLog } from "../../src/stores/rule-log.ts";
import { createRuleMemories } from "../../src/stores/rule-memories.ts";
import { createSettings } from "../../src/stores/settings.ts";
import { createWatchedPlayers } from "../../src/stores/watched-players.ts";
import { createYotoAccounts } from "../../src/stores/yoto-accounts.ts";
import { createHistoryBook } from "../../src/usecases/history/history-book.ts";
import { listenedToday } from "../../src/usecases/house-rules/listened-today.ts";
import { createRuleBook } from "../../src/usecases/house-rules/rule-book.ts";
import { aPlayerOf, aStreamingCard, type PlayerWanted, startFamilyServer } from "./family-in-a-world.ts";
import { type LinkedWorld, startLinkedWorld, until } from "./linked-world.ts";

function createStores(table: Table, clock: Clock) {
  return {
    players: createPlayers(table),
    watched: createWatchedPlayers(table),
    history: createPlayerHistory(table),
    days: createListeningDays(table),
    settings: createSettings(table),
    orders: createOrders(table),
    healths: createListenerHealths(table),
    shares: createListenerBoard({ table, clock }),
    houseRules: createHouseRules(table),
    ruleExceptions: createRuleExceptions(table),
    ruleMemories: createRuleMemories(table),
    ruleLog: createRuleLog(table),
    moreTimes: createMoreTimes(table),
  };
}

/** Table and clock as one process has them. After its end no call is carried out, and none ever answers. */
function mortal(table: Table, clock: Clock) {
  let over = false;
  let lastWrite: ((item: NewItem) => boolean) | undefined;
  const never = new Promise<never>(() => {});
  const living = <Answer>(call: () => Promise<Answer>): Promise<Answer> => (over ? never : call());
  return {
    end() {
      over = true;
    },
    clock: {
      nowMs: () => clock.nowMs(),
      sleep: (ms, signal) =>
        living(() =>
          clock.sleep(ms, signal).then(
            () => (over ? never : undefined),
            (reason: unknown) => (over ? never : Promise.reject(reason)),
          ),
        ),
    } satisfies Clock,
    endAfter(looks: (item: NewItem) => boolean) {
      lastWrite = looks;
    },
    table: {
      get: (key) => living(() => table.get(key)),
      getMany: (keys) => living(() => table.getMany(keys)),
      delete: (key, condition) => living(() => table.delete(key, condition)),
      query: (query) => living(() => table.query(query)),
      put: (item, condition) =>
        living(async () => {
          const written = await table.put(item, condition);
          if (lastWrite?.(item) === true) over = true;
          return over ? never : written;
        }),
    } satisfies Table,
  };
}

type Options = Parameters<typeof startLinkedWorld>[0] & { readonly mqtt?: Partial<YotoMqttConfig> };

/** A linked world with players in it, and listeners that can be started and stopped. */
export async function startListeningWorld(options: Options = {}) {
  const linked = await startLinkedWorld(options);
  const home = await startFamilyServer();
  const { yoto, table, clock, log } = linked;
  const stores = createStores(table, clock);
  const live = createLiveUpdates();
  const commands = createInProcessCommands(clock);
  const updates: LiveUpdate[] = [];
  const watching = new AbortController();
  const collecting = (async () => {
    for await (const update of live.subscribe(watching.signal))
      if (options.keepsLog !== false) updates.push(update);
  })();
  const listeners = new Set<{ stop(): Promise<void> }>();
  let names = 0;

  const named = (mqtt: YotoMqtt, clientIds: string[]): YotoMqtt => ({
    connect: (wanted) => {
      clientIds.push(wanted.clientId);
      return mqtt.connect(wanted);
    },
  });

  /** Lets time go on until `look` gives something, looking every tenth of a second of it. */
  const when = async <Found>(
    name: string,
    look: () => Promise<Found | undefined | false> | Found | undefined | false,
    withinMs = 60_000,
  ): Promise<Found> => {
    const { time } = options;
    if (time === undefined) return until(name, look, withinMs);
    for (let passedMs = 0; ; passedMs += 100) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      if (passedMs > withinMs) throw new Error(`waited ${withinMs} ms of virtual time in vain for: ${name}`);
      await time.advance(100);
    }
  };

  const listen = (
    over: Partial<ListenerDeps> = {},
    /** How it lives; default: as a listener that goes on until it is stopped. */
    run: (deps: ListenerDeps, signal: AbortSignal, table: Table) => Promise<unknown> = runListener,
  ) => {
    const clientIds: string[] = [];
    const life = mortal(table, clock);
    const own = createStores(life.table, clock);
    const board = createHealthBoard();
    const stopping = new AbortController();
    const listenerId = over.listenerId ?? `listener-${++names}`;
    const running = run(
      {
        ...linked.tokenDeps,
        clock: life.clock,
        accounts: createYotoAccounts({ table: life.table, secrets: linked.secrets, clock }),
        players: own.watched,
        book: createHistoryBook({
          playerHistory: own.history,
          listeningDays: own.days,
          settings: own.settings,
          clock,
        }),
        orders: own.orders,
        healths: own.healths,
        shares: own.shares,
        cloud: linked.cloud,
        mqtt: named(createYotoMqtt({ url: yoto.mqttUrl, clock, log, ...options.mqtt }), clientIds),
        commands,
        rules: {
          ...own,
          commands,
          clock,
          chance: linked.chance,
          liveUpdates: live,
          ruleBook: createRuleBook({ ...own, clock }),
          listenedToday: (state, zone, sinceMs) =>
            listenedToday({ listeningDays: own.days, clock }, state, zone, sinceMs),
        },
        live,
        board,
        listenerId,
        ...over,
      },
      stopping.signal,
      life.table,
    );
    const listener = {
      listenerId,
      clientIds,
      board,
      running,
      health: (id: YotoAccountId) => board.accounts().find(({ accountId }) => accountId === id),
      connected: (id: YotoAccountId) =>
        until("a connection", () =>
          board.accounts().some((each) => each.accountId === id && each.mqtt === "connected"),
        ),
      async stop() {
        stopping.abort();
        let stopped = false;
        void running.finally(() => {
          stopped = true;
        });
        await when("the listener's end", () => stopped, 20_000);
        listeners.delete(listener);
      },
      /** As `kill -9` would: nothing more of it reaches the store, and its sockets are cut. */
      kill() {
        life.end();
        for (const clientId of clientIds) yoto.broker.kick(clientId);
        stopping.abort();
        listeners.delete(listener);
      },
      /** Ends its life, as far as the store sees, right after the write that `looks` so. */
      dieAfter: life.endAfter,
    };
    listeners.add(listener);
    return listener;
  };

  return {
    ...linked,
    ...stores,
    when,
    live,
    updates,
    commands,
    home,
    listen,
    /** A player of the account, switched on unless told otherwise. */
    addPlayer: (account: Account, wanted?: PlayerWanted) => aPlayerOf(yoto, account, wanted),
    /** A card that plays from the family's server: round and round, or once through. */
    card: (account: Account, keys?: readonly string[], plays?: "on and on" | "once") =>
      aStreamingCard(yoto, account, home.url, keys, plays),
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
