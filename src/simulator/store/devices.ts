import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import type { Switches } from "../switches.ts";
import { hex } from "./accounts.ts";
import {
  type DeviceConfig,
  emptyShadow,
  firmwareDefaults,
  firstShortcuts,
  type Shortcuts,
} from "./device-config.ts";

/** The models there are, by the names `deviceType` uses (that of the first is a guess), and one that nobody has heard of yet. */
export const deviceModels = ["v1", "v2", "v3", "v3e", "mini", "minie", "v9"] as const;
export type DeviceModel = (typeof deviceModels)[number];

/** A player as the cloud knows it. `online` is what the device list says and may be late; `connected` is the truth. */
export type Device = {
  readonly deviceId: string;
  readonly secret: string;
  readonly familyId: string;
  readonly model: DeviceModel;
  readonly description: string;
  readonly mac: string;
  readonly fwVersion: string;
  readonly popCode: string;
  readonly registrationCode: string;
  readonly geoTimezone: string;
  readonly getPosix: string;
  name: string;
  hasUserGivenName: boolean;
  connected: boolean;
  online: boolean;
  config: DeviceConfig;
  shortcuts: Shortcuts;
  shadow: Readonly<Record<string, unknown>>;
};

export type NewDevice = {
  readonly familyId: string;
  readonly model: DeviceModel;
  readonly name?: string;
  readonly deviceId?: string;
  readonly fwVersion?: string;
  readonly config?: DeviceConfig;
  readonly shortcuts?: Shortcuts;
};

/** The players of the pretend world, with their settings and what they last reported. */
export type Devices = {
  add(device: NewDevice): Device;
  get(deviceId: string): Device | undefined;
  ofFamily(familyId: string): readonly Device[];
  list(): readonly Device[];
  remove(deviceId: string): void;
  /** Puts back what `list` once gave; nobody is connected then. */
  restore(device: Device): void;
  /** The player came or went; `online` follows up to `onlineLagSeconds` later, but at once on its first day. */
  connected(deviceId: string, connected: boolean): void;
  /** Lays a status report over the shadow. */
  report(deviceId: string, status: Readonly<Record<string, unknown>>): void;
};

const words = {
  first: ["little", "brave", "sleepy", "golden", "quiet", "happy", "silver", "curious", "gentle", "tiny"],
  second: ["snowflake", "teapot", "otter", "lantern", "pebble", "comet", "acorn", "puffin", "meadow", "kite"],
};

type Deps = { readonly clock: PretendClock; readonly chance: PretendChance; readonly switches: Switches };

export function createDevices({ clock, chance, switches }: Deps): Devices {
  const devices = new Map<string, Device>();
  const byFamily = new Map<string, Set<Device>>();
  const everOnline = new Set<string>();
  const pick = (from: readonly string[]) => from[Math.floor(chance.fraction() * from.length)] ?? "little";

  const keep = (device: Device) => {
    devices.set(device.deviceId, device);
    byFamily.set(device.familyId, (byFamily.get(device.familyId) ?? new Set()).add(device));
  };

  return {
    add: (given) => {
      const deviceId = given.deviceId ?? `y2${chance.alphanumerics(22)}`;
      const device: Device = {
        deviceId,
        secret: chance.alphanumerics(32),
        familyId: given.familyId,
        model: given.model,
        description: `${pick(words.first)}.${pick(words.second)}`,
        mac: `02:${hex(chance, 10).match(/../g)?.join(":")}`,
        fwVersion: given.fwVersion ?? "v2.23.2",
        popCode: chance.alphanumerics(8).toUpperCase(),
        registrationCode: chance.alphanumerics(8).toUpperCase(),
        geoTimezone: "Europe/London",
        getPosix: "GMT0BST,M3.5.0/1,M10.5.0",
        name: given.name ?? (given.model.startsWith("mini") ? "Yoto Mini" : "Yoto Player"),
        hasUserGivenName: given.name !== undefined,
        connected: false,
        online: false,
        config: { ...firmwareDefaults, ...given.config },
        shortcuts: given.shortcuts ?? firstShortcuts,
        shadow: { ...emptyShadow, deviceId, fwVersion: given.fwVersion ?? "v2.23.2" },
      };
      keep(device);
      return device;
    },
    restore: (device) => keep({ ...device, connected: false, online: false }),
    get: (deviceId) => devices.get(deviceId),
    ofFamily: (familyId) => [...(byFamily.get(familyId) ?? [])],
    list: () => [...devices.values()],
    remove: (deviceId) => {
      const device = devices.get(deviceId);
      if (device !== undefined) byFamily.get(device.familyId)?.delete(device);
      devices.delete(deviceId);
    },
    connected: (deviceId, connected) => {
      const device = devices.get(deviceId);
      if (device === undefined || device.connected === connected) return;
      device.connected = connected;
      if (connected && !everOnline.has(deviceId)) {
        everOnline.add(deviceId);
        device.online = true;
        return;
      }
      // The flag follows the state at that later moment, so quick flapping may never show.
      clock.after(chance.between(0, switches.onlineLagSeconds * 1_000), () => {
        device.online = device.connected;
      });
    },
    report: (deviceId, status) => {
      const device = devices.get(deviceId);
      if (device === undefined) return;
      const now = new Date(clock.nowMs()).toISOString();
      device.shadow = { ...device.shadow, ...status, deviceId, updatedAt: now, lastSeenAt: now };
    },
  };
}

/** The fields of `GET /device-v2/devices/mine` that follow from the model. */
export function modelFacts(model: DeviceModel) {
  const small = model.startsWith("mini");
  return {
    deviceType: model,
    deviceFamily: small ? "mini" : model.slice(0, 2),
    deviceGroup: model.endsWith("e") ? "e" : "",
    generation: /^v[12]$/.test(model) ? `gen${model.slice(1)}` : "gen3",
    formFactor: small ? "mini" : "standard",
  };
}
