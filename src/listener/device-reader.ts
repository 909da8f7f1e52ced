import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import { observe, observePresence } from "../domain/players/observe.ts";
import type { YotoDevice, YotoDeviceList } from "../ports/yoto-players.ts";
import { withYotoAccount } from "../usecases/yoto-accounts/with-yoto-account.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { AccountPlayers, PlayerSeat } from "./account-players.ts";
import type { FamilyName } from "./family-name.ts";
import { createHabitsReader } from "./habits-reader.ts";

/** Reads an account's device list: who came, who went, and how players are while they cannot be heard. */
export type DeviceReader = {
  /** Whether Yoto answered. Never rejects. */
  read(): Promise<boolean>;
  readSoon(): void;
  /** Reads soon, and with it what this player does by itself. */
  settingsChanged(playerId: PlayerId): void;
  stop(): void;
};

const everyMs = 300_000;
const whileDownEveryMs = 60_000;
/** A connection may be away for so long before anybody would call that an outage. */
export const outageAfterMs = 10_000;
/** The device list lags by up to five minutes, and a player that is on answers a heartbeat every four. */
const silentMs = 330_000;

/** A reader over the account's REST API. */
export function createDeviceReader(
  deps: AccountDeps,
  accountId: YotoAccountId,
  account: {
    readonly players: AccountPlayers;
    readonly name: FamilyName;
    readonly connection: () => { isUp(): boolean; forMs(): number } | undefined;
    readonly onAdded: (id: PlayerId) => Promise<void>;
    readonly onRemoved: (id: PlayerId) => Promise<void>;
    readonly onCount: (players: number) => void;
  },
): DeviceReader {
  const { agenda, clock, log } = deps;
  const { players } = account;
  const stopping = new AbortController();
  let callOff = () => {};
  let reading: Promise<boolean> | undefined;

  const isOutage = () => {
    const connection = account.connection();
    return connection !== undefined && !connection.isUp() && connection.forMs() > outageAfterMs;
  };
  const plan = (ms: number) => {
    callOff();
    if (!stopping.signal.aborted) callOff = agenda.after(ms, async () => void (await read()));
  };
  const call = <Answer>(ask: (accessToken: string) => Promise<Answer>) =>
    withYotoAccount(deps, accountId, ask, stopping.signal);

  const habits = createHabitsReader({
    agenda,
    nowMs: () => clock.nowMs(),
    details: ({ player }) => call((accessToken) => deps.cloud.playerDetails(accessToken, player.id)),
  });

  /** Who is missing while entries could not be read may be behind one of them, and is looked up by itself. */
  const withTheUnreadable = async ({ devices, unreadable }: YotoDeviceList) => {
    if (unreadable === 0) return devices;
    log.warn("devices-unreadable", { account: accountId, entries: unreadable });
    const listed = new Set(devices.map(({ playerId }) => playerId));
    const missing = players.all().filter(({ player }) => !listed.has(player.id));
    const lookedUp = await Promise.all(missing.map(lookUp));
    return [...devices, ...lookedUp.filter((device) => device !== undefined)];
  };

  /** `undefined`: Yoto says that it is gone. Without an answer it counts as it was. */
  const lookUp = async ({ player }: PlayerSeat): Promise<YotoDevice | undefined> => {
    try {
      return await call((accessToken) => deps.cloud.playerDetails(accessToken, player.id));
    } catch (error) {
      log.info("player-not-looked-up", { account: accountId, error });
      const { name, family, presence } = player.state();
      return { playerId: player.id, name, family, online: presence.is === "online" };
    }
  };

  const takeOver = async (devices: readonly YotoDevice[]) => {
    const { added, removed } = players.reconcile(devices, clock.nowMs());
    for (const id of removed) {
      await deps.players.delete(accountId, id);
      await account.onRemoved(id);
    }
    await Promise.all(added.map(account.onAdded));
    if (added.length + removed.length > 0) deps.live.publish({ of: "players" });
    account.onCount(players.all().length);
    for (const device of devices) {
      const seat = players.get(device.playerId);
      if (seat !== undefined) believe(seat, device);
    }
  };

  /** The list's `online` counts only where the player itself cannot be heard, or should have been heard long since. */
  const believe = ({ player, asks }: PlayerSeat, { online }: YotoDevice) => {
    const is = player.state().presence.is;
    if (online === (is === "online")) return;
    const nowMs = clock.nowMs();
    const connection = account.connection();
    const hears = connection?.isUp() ?? false;
    const unheard =
      agenda.nowMs() - player.heardMs("any") > silentMs && (connection?.forMs() ?? 0) > outageAfterMs;
    if (online && hears) asks.ask("playback");
    else if (online ? isOutage() : unheard)
      player.tell((state) => observePresence(state, online, nowMs), nowMs);
  };

  /** While nothing can be heard, Yoto's own record of the last report has to do. */
  const readDetails = async ({ player }: PlayerSeat) => {
    const details = await call((accessToken) => deps.cloud.playerDetails(accessToken, player.id));
    const reportedAtMs = Date.parse(details?.statusAt ?? "");
    const heardAtMs = player.state().heardAtMs ?? 0;
    if (details === undefined || !isOutage() || reportedAtMs <= heardAtMs) return;
    const arrivedAtMs = clock.nowMs();
    const said = { kind: "status", report: details.status, full: true } as const;
    player.tell((state) => {
      const after = observe(state, { ...said, playerId: player.id, arrivedAtMs, topic: "device-list" });
      // A record of the cloud is no sign of life.
      return after.presence === state.presence ? after : { ...after, presence: state.presence };
    }, arrivedAtMs);
  };

  const readOnce = async (): Promise<boolean> => {
    try {
      const devices = await withTheUnreadable(await call((accessToken) => deps.cloud.devices(accessToken)));
      // The account may not be ours any more, or nobody's.
      if (stopping.signal.aborted) return false;
      await takeOver(devices);
      if (isOutage()) for (const seat of players.all()) await readDetails(seat);
      await habits.read(players.all()).catch((error: unknown) => {
        if (!stopping.signal.aborted) log.info("habits-not-read", { account: accountId, error });
      });
      await account.name.learn(stopping.signal);
      return true;
    } catch (error) {
      if (!stopping.signal.aborted) log.info("devices-not-read", { account: accountId, error });
      return false;
    } finally {
      reading = undefined;
      plan((isOutage() ? whileDownEveryMs : everyMs) * (0.9 + 0.2 * deps.chance.fraction()));
    }
  };
  const read = () => {
    reading ??= deps.reads(readOnce);
    return reading;
  };

  return {
    read,
    readSoon: () => plan(0),
    settingsChanged(playerId) {
      habits.forget(playerId);
      // What is being read now may have been asked before the change.
      void Promise.resolve(reading).then(() => plan(0));
    },
    stop() {
      stopping.abort();
      callOff();
    },
  };
}
