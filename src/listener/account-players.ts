import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import { omitUndefined } from "../domain/plain-values.ts";
import type { Expectation } from "../domain/players/expectation.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { YotoConnection } from "../ports/yoto-mqtt.ts";
import type { YotoDevice } from "../ports/yoto-players.ts";
import type { Versioned } from "../stores/records.ts";
import type { WatchedRecord } from "../stores/watched-players.ts";
import type { AccountDeps } from "./account-deps.ts";
import { createPlayerAsks, type PlayerAsks, type Report } from "./player-asks.ts";
import { createPlayerKeeper, type KeeperDeps, type PlayerKeeper } from "./player-keeper.ts";
import { stateOf } from "./state-of.ts";
import { type WatchedPlayer, watchPlayer } from "./watched-player.ts";

/** A player with all that belongs to looking after it. */
export type PlayerSeat = {
  readonly player: WatchedPlayer;
  readonly keeper: PlayerKeeper;
  readonly asks: PlayerAsks;
};

/** The players of one account, as the device list and our own memory know them. */
export type AccountPlayers = {
  get(id: PlayerId): PlayerSeat | undefined;
  all(): readonly PlayerSeat[];
  /** Takes over the device list: names, newcomers, and who has been missing from it twice. */
  reconcile(
    devices: readonly YotoDevice[],
    nowMs: number,
  ): { added: readonly PlayerId[]; removed: readonly PlayerId[] };
};

type Deps = Omit<KeeperDeps, "react"> &
  Pick<KeeperDeps, "react"> & {
    readonly accountId: YotoAccountId;
    readonly say: (what: (connection: YotoConnection) => Promise<void>) => Promise<boolean>;
    readonly newId: () => string;
    readonly onOutcome: (expectation: Expectation) => void;
  } & Pick<AccountDeps, "cardFacts" | "onObserved" | "marksHeard">;

const requested: Record<
  Report,
  (connection: YotoConnection, playerId: PlayerId, newId: () => string) => Promise<void>
> = {
  playback: (connection, playerId) => connection.requestEvents(playerId),
  status: (connection, playerId) => connection.requestStatus(playerId),
  "full-status": (connection, playerId, newId) => connection.requestFullStatus(playerId, newId()),
};

/** Begins with the players as they are stored, and claims them for our fence. */
export function createAccountPlayers(
  deps: Deps,
  stored: readonly Versioned<WatchedRecord>[],
): AccountPlayers {
  const seats = new Map<PlayerId, PlayerSeat>();
  const missing = new Set<PlayerId>();
  const watchDeps = { ...deps, cardFacts: deps.cardFacts ?? (() => undefined) };

  const seat = (record: Versioned<WatchedRecord> | undefined, first: PlayerState) => {
    const id = first.playerId;
    const keeper = createPlayerKeeper(deps, record, first);
    const asks = createPlayerAsks({
      agenda: deps.agenda,
      say: (report) => deps.say((connection) => requested[report](connection, id, deps.newId)),
    });
    const player = watchPlayer(watchDeps, { keeper, asks }, first);
    seats.set(id, { player, keeper, asks });
  };
  for (const record of stored) seat(record, stateOf(record.value));

  return {
    get: (id) => seats.get(id),
    all: () => [...seats.values()],
    reconcile(devices, nowMs) {
      const listed = new Set(devices.map(({ playerId }) => playerId));
      const added = devices.filter(({ playerId }) => !seats.has(playerId));
      for (const device of added) seat(undefined, newPlayer(device, deps.accountId, nowMs));
      for (const device of devices) {
        missing.delete(device.playerId);
        seats.get(device.playerId)?.player.tell((state) => described(state, device), nowMs);
      }
      const gone = [...seats.keys()].filter((id) => !listed.has(id) && missing.has(id));
      for (const id of seats.keys()) if (!listed.has(id)) missing.add(id);
      for (const id of gone) {
        seats.get(id)?.keeper.drop();
        seats.delete(id);
        missing.delete(id);
      }
      return { added: added.map(({ playerId }) => playerId), removed: gone };
    },
  };
}

function newPlayer(device: YotoDevice, accountId: YotoAccountId, nowMs: number): PlayerState {
  return {
    playerId: device.playerId,
    accountId,
    name: device.name,
    family: device.family,
    ...omitUndefined({ deviceType: device.deviceType }),
    presence: { is: device.online ? "online" : "offline", sinceMs: nowMs },
    playback: { status: "stopped" },
    status: {},
  };
}

function described(
  state: PlayerState,
  { name, family, deviceType = state.deviceType }: YotoDevice,
): PlayerState {
  if (state.name === name && state.family === family && state.deviceType === deviceType) return state;
  return { ...state, name, family, ...omitUndefined({ deviceType }) };
}
