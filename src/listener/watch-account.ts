import type { GapCause } from "../domain/actions/action.ts";
import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import { type AccountConnection, type ConnectionHooks, connectAccount } from "./account-connection.ts";
import type { AccountDeps } from "./account-deps.ts";
import { type AccountHealthKeeper, keepAccountHealth } from "./account-health.ts";
import type { AccountLink } from "./account-link.ts";
import { type AccountPlayers, createAccountPlayers, type PlayerSeat } from "./account-players.ts";
import { claimPlayers } from "./claim-players.ts";
import { createDeviceReader, outageAfterMs } from "./device-reader.ts";
import { createFamilyName } from "./family-name.ts";
import { notHeardYet } from "./heard-marks.ts";
import { createOrderDesk, type OrderDesk } from "./order-desk.ts";
import { keepAsking } from "./rounds.ts";
import { type RuleRunner, runHouseRules } from "./rule-runner.ts";
import type { WarmLink } from "./warm-link.ts";

/** One account in this listener's care. */
export type AccountWatch = {
  readonly accountId: YotoAccountId;
  has(playerId: PlayerId): boolean;
  deliver(order: PlayerOrder): Promise<void>;
  /** Something at Yoto was changed: a name, an alarm, what a button starts. */
  settingsChanged(playerId: PlayerId): void;
  /** A person may have linked the account again. */
  accountChanged(account: AccountOutline): void;
  /** A parent changed the rules of the house, or gave more time. */
  rulesChanged(): void;
  /**
   * Has Yoto show that the players are heard. Where it does not soon, that is told (`onHearing`): whoever comes after us must not
   * believe that we heard everything. Never rejects.
   */
  confirmHearing(): Promise<void>;
  /** Stops listening, stores everything, says good-bye. Never rejects. */
  stop(): Promise<void>;
  /** Stops at once and writes nothing more: the account is somebody else's by now, or nobody's. */
  abandon(): Promise<void>;
};

/** Looks after an account: its players as stored, a connection that comes back by itself, and everything said over it. */
export async function watchAccount(
  deps: AccountDeps,
  held: {
    readonly account: AccountOutline;
    readonly fence: number;
    /** When a listener is known to have listened last. */
    readonly servedUntilMs?: number;
    /** Told since when nothing is heard of the players, or (without a moment) that they are heard and no gap is left untold. */
    readonly onHearing: (servedUntilMs: number | undefined) => void;
    readonly onFencedOff: () => void;
    /** We relieve somebody who listens still, and have listened beside it for a while. */
    readonly warm?: WarmLink | undefined;
  },
): Promise<AccountWatch> {
  const { agenda, clock, log } = deps;
  const accountId = held.account.id;
  const { warm } = held;
  const stored =
    (warm && (await claimPlayers(deps.players, accountId, held.fence))) ??
    (await deps.players.ofAccount(accountId));
  const health: AccountHealthKeeper = keepAccountHealth(deps, accountId, deps.listenerId);
  let connection: AccountConnection | undefined;
  /** The latest connection over which the players are heard, until it is lost. */
  let hearing: AccountLink | undefined;
  /** When it was last certain that they are, and since when they are told to be; on the agenda's clock. */
  let heardMs = 0;
  let openedMs = 0;
  let orders: OrderDesk | undefined;
  let rules: RuleRunner | undefined;

  const players: AccountPlayers = createAccountPlayers(
    {
      ...deps,
      accountId,
      fence: held.fence,
      onFencedOff: held.onFencedOff,
      say: async (what) => (await connection?.say(what)) ?? false,
      newId: () => deps.chance.id(),
      onOutcome: (expectation) => orders?.note(expectation),
      react: async (change) => {
        rules?.changed(change.after.playerId);
        await deps.react(change);
      },
    },
    stored,
  );
  const missed = (fromMs: number, cause: GapCause) => {
    for (const { player } of players.all()) player.missedSince(fromMs, cause);
  };
  if (held.servedUntilMs !== undefined) missed(held.servedUntilMs, "listener-stopped");

  const onMessage = (message: PlayerMessage, way: string) => {
    const seat = players.get(message.playerId);
    if (seat === undefined) return undefined;
    seat.player.receive(message, way);
    if (message.kind === "playback" || message.kind === "status") seat.asks.heard(message.kind);
    health.tell({ lastEventAtMs: message.arrivedAtMs });
    return deps.backlog.room();
  };
  const subscribe = async (link: AccountLink, { player, asks }: PlayerSeat) => {
    const heardFrom = await link.say(async (over) => {
      player.subscribed();
      await over.watch(player.id);
      player.subscribed();
    });
    if (!heardFrom) return;
    asks.ask("everything");
    agenda.after(gapEndsWithinMs, () => {
      if (hearing === link) player.endGap(clock.nowMs());
    });
  };
  /** The gaps stand in the store before anybody is told that there is none. */
  const tellHearing = async (link: AccountLink) => {
    if (hearing === link) await Promise.all(players.all().map(({ keeper }) => keeper.kept()));
    if (hearing === link) held.onHearing(undefined);
  };

  const devices = createDeviceReader(deps, accountId, {
    players,
    name: createFamilyName(deps, held.account),
    connection: () => connection,
    onAdded: async (id) => {
      const seat = players.get(id);
      if (seat !== undefined) await connection?.onEachLink((link) => subscribe(link, seat));
    },
    onRemoved: async (id) => {
      await connection?.say((over) => over.unwatch(id));
    },
    onCount: (count) => health.tell({ players: count }),
  });
  const beside = warm?.pour(onMessage);
  for (const { value } of stored) {
    const messages = beside?.get(value.playerId) ?? [];
    for (const message of notHeardYet(messages, value.heard ?? [])) onMessage(message, warm?.link.name ?? "");
  }
  const hooks: ConnectionHooks = {
    health,
    onMessage,
    onOpen: async (link) => {
      hearing = link;
      heardMs = openedMs = agenda.nowMs();
      await Promise.all(players.all().map((seat) => subscribe(link, seat)));
      agenda.after(gapEndsWithinMs, () => tellHearing(link));
      devices.readSoon();
      rules?.lookAtAll();
    },
    onLost: (sinceMs, cause) => {
      hearing = undefined;
      missed(sinceMs, cause);
      held.onHearing(sinceMs);
      agenda.after(outageAfterMs + 1000, () => void (connection?.isUp() === false && devices.readSoon()));
    },
    isHeardOver: (link) => link.say((over) => over.hears()),
    isTokenGood: () => devices.read(),
  };
  connection = connectAccount(deps, held.account, hooks, warm?.link);
  orders = createOrderDesk(deps, { players, say: connection.say, untilConnected: connection.untilUp });
  const { isUp, forMs } = connection;
  rules = runHouseRules(
    { ...deps, rules: deps.rules },
    {
      fence: held.fence,
      players,
      upForMs: () => (isUp() ? forMs() : undefined),
      onFencedOff: held.onFencedOff,
    },
  );
  const stopAsking = keepAsking(deps, { players, connection, devices, health });
  devices.readSoon();

  const confirmHearing = async () => {
    const link = hearing;
    if (link === undefined) return;
    const askedMs = agenda.nowMs();
    const hears = link.say((over) => over.hears());
    const { promise: soon, resolve } = Promise.withResolvers<false>();
    const callOff = agenda.after(hearsWithinMs, () => resolve(false));
    const isSure = await Promise.race([hears, soon]);
    callOff();
    if (isSure) heardMs = Math.max(heardMs, askedMs);
    else if (hearing === link) {
      held.onHearing(clock.nowMs() - (agenda.nowMs() - heardMs));
      void hears.then(async (late) => {
        if (late && agenda.nowMs() - openedMs > gapEndsWithinMs) await tellHearing(link);
      });
    }
  };
  const end = async () => {
    stopAsking();
    devices.stop();
    await connection?.stop();
    health.stop();
  };
  const quietly = (what: string, work: Promise<unknown>) =>
    work.then(
      () => {},
      (error: unknown) => log.error(what, { account: accountId, error }),
    );

  return {
    accountId,
    has: (playerId) => players.get(playerId) !== undefined,
    deliver: (order) => (orders === undefined ? Promise.resolve() : orders.deliver(order)),
    settingsChanged: devices.settingsChanged,
    accountChanged: (account) => connection?.accountChanged(account),
    rulesChanged: () => rules?.lookAtAll(),
    confirmHearing,
    stop: async () => {
      await quietly(
        "account-not-stopped",
        (async () => {
          await rules?.stop();
          await orders?.stop();
          await end();
        })(),
      );
      for (const { player } of players.all()) player.conclude();
      await quietly("account-not-flushed", Promise.all(players.all().map(({ keeper }) => keeper.flush())));
    },
    abandon: async () => {
      for (const { keeper } of players.all()) keeper.drop();
      await quietly("rules-not-stopped", rules?.stop() ?? Promise.resolve());
      await quietly("account-not-stopped", end());
    },
  };
}

/** Yoto answers in a fraction of a second. */
const hearsWithinMs = 2_000;
/** A player that is off says nothing: for so long a gap stays open for it after we listen again. */
const gapEndsWithinMs = 3_000;
