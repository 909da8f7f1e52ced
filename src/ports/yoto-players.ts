import type { PlayerId } from "../domain/ids.ts";
import type { PlayerConfig, Shortcuts } from "../domain/players/player-config.ts";
import type { PlayerFamily } from "../domain/players/player-family.ts";
import type { StatusReport } from "../domain/players/player-message.ts";

/** A player as the account's device list tells it. `online` may lag by five minutes. */
export type YotoDevice = {
  readonly playerId: PlayerId;
  readonly name: string;
  readonly family: PlayerFamily;
  readonly deviceType?: string;
  readonly online: boolean;
};

/** The account's device list. Behind each of the `unreadable` entries there is a player all the same. */
export type YotoDeviceList = { readonly devices: readonly YotoDevice[]; readonly unreadable: number };

/** Everything Yoto's cloud holds about one player. `status` is as old as the player's last report. */
export type YotoPlayerDetails = {
  readonly playerId: PlayerId;
  readonly name: string;
  readonly family: PlayerFamily;
  readonly online: boolean;
  readonly firmware?: string;
  readonly releaseChannel?: string;
  readonly mac?: string;
  /** IANA name. */
  readonly timezone?: string;
  readonly status: StatusReport;
  /** When the player last reported `status`, ISO 8601. */
  readonly statusAt?: string;
  readonly config: PlayerConfig;
  readonly shortcuts: Shortcuts;
};

/**
 * The players of an account. Every method may throw `YotoTrouble`.
 * @see https://yoto.dev/api/ "Devices"
 */
export type YotoPlayers = {
  /** `GET /device-v2/devices/mine`, scope `family:devices:view`. */
  devices(accessToken: string): Promise<YotoDeviceList>;
  /** `GET /device-v2/{id}/config`, scope `family:devices:manage`. `undefined`: not there or not this account's. */
  playerDetails(accessToken: string, playerId: PlayerId): Promise<YotoPlayerDetails | undefined>;
  /**
   * `PUT /device-v2/{id}/config`, scope `family:devices:manage`. Replaces the whole configuration: what is left out falls back
   * to the firmware's defaults. Never repeated inside, because the configuration may have changed meanwhile; use
   * `changePlayerConfig`.
   */
  putPlayerConfig(
    accessToken: string,
    playerId: PlayerId,
    write: { readonly name?: string; readonly config: PlayerConfig },
  ): Promise<void>;
  /** `PUT /device-v2/{id}/shortcuts` (beta at Yoto), scope `family:devices:manage`. Replaces all of them. */
  putShortcuts(accessToken: string, playerId: PlayerId, shortcuts: Shortcuts): Promise<void>;
  /** `POST /device-v2/{id}/command/status`, scope `family:devices:control`: the player reports to the cloud, and over MQTT. */
  requestPlayerStatus(accessToken: string, playerId: PlayerId): Promise<void>;
};
