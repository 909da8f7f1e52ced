import type { DeviceCredentials } from "../device-wire.ts";
import type { FetchProfile, FetchProfileName } from "./fetch-profile.ts";
import type { MqttLink, MqttLinkEvents } from "./mqtt-link.ts";
import { newPlayer, type PlayerHabits, type PlayerModel } from "./player-model.ts";

/** What player is wanted, and how it lives. */
export type PlayerOptions = DeviceCredentials & {
  readonly name?: string;
  /** `v1`, `v2`, `v3`, `mini`, or a family nobody knows yet. Default `v3`. */
  readonly family?: string;
  readonly deviceType?: string;
  readonly fwVersion?: string;
  /** Default `plain`. */
  readonly fetchProfile?: FetchProfileName | FetchProfile;
  readonly habits?: Partial<PlayerHabits>;
  /** How long a command takes to act, in ms. Default 150 to 400. */
  readonly reactionMs?: readonly [number, number];
  /** Default 0.6: how often the second of two status requests within 0.4 s stays without an answer. */
  readonly lostStatusReplies?: number;
  /** Default on: connected and ready when `startPlayer` settles, without boot reports. */
  readonly switchedOn?: boolean;
  /** In percent; the player is on its charger unless `unplugged`. */
  readonly battery?: number;
  readonly unplugged?: boolean;
  /** PEM of a certificate authority the player trusts beside the public ones. */
  readonly ca?: string;
  /** Real time in ms that a virtual clock waits for each answer; less where the server itself waits for that clock. */
  readonly patienceMs?: number;
  /** How long a request of its own is on its way, in ms of pretend time. Default: no time at all. */
  readonly latencyMs?: number;
  /** Default: a connection of its own over MQTT. */
  readonly link?: (events: MqttLinkEvents) => MqttLink;
  /** Called with each frame that is heard, and the number of the track since the player was made. */
  readonly onFrame?: (number: number, bytes: Uint8Array) => void;
};

const defaultHabits: PlayerHabits = {
  saysLegacy: true,
  saysStatusByItself: true,
  tellsBeforeFetching: "sometimes",
  saysText: false,
};
/** The habits of a player, with those that were not chosen. */
export function habitsOf({ habits }: PlayerOptions): PlayerHabits {
  return { ...defaultHabits, ...habits };
}

/** The player as it leaves its box. */
export function firstModel(options: PlayerOptions, habits: PlayerHabits, atMs: number): PlayerModel {
  const made = newPlayer(options.deviceId, options.family ?? "v3", habits, atMs);
  return {
    ...made,
    facts: { ...made.facts, firmware: options.fwVersion ?? made.facts.firmware },
    charger: options.unplugged !== true,
    battery: { ...made.battery, percent: options.battery ?? 100 },
  };
}
