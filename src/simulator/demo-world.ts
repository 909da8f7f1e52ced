import type { ControlledPlayer, PretendWorld } from "./device-wire.ts";
import { startPlayer } from "./player/start-player.ts";
import { type PretendYoto, type PretendYotoOptions, startPretendYoto } from "./pretend-yoto.ts";
import type { Account } from "./store/accounts.ts";
import { type Device, type DeviceModel, modelFacts } from "./store/devices.ts";

export type DemoWorldOptions = Omit<PretendYotoOptions, "makePlayer"> & {
  /** Default: a v3 "Kitchen" and a mini "Bedroom". Ignored when a saved world has players. */
  readonly players?: readonly { readonly name: string; readonly model: DeviceModel }[];
};

/** A pretend Yoto with a family living in it. */
export type DemoWorld = PretendYoto & { readonly account: Account };

const firstPlayers = [
  { name: "Kitchen", model: "v3" },
  { name: "Bedroom", model: "mini" },
] as const;

/** Switches on the virtual player of a device. */
export function playerOf(world: PretendWorld, device: Device): Promise<ControlledPlayer> {
  const { deviceId, secret, name, model, fwVersion } = device;
  const { deviceFamily, deviceType } = modelFacts(model);
  return startPlayer(world, { deviceId, secret, name, family: deviceFamily, deviceType, fwVersion });
}

/**
 * Starts a pretend Yoto with one family and its players switched on; the same ids for the same seed, and the saved
 * family again when `saved` holds one.
 */
export async function startDemoWorld({ players, ...options }: DemoWorldOptions = {}): Promise<DemoWorld> {
  const yoto = await startPretendYoto({ ...options, makePlayer: playerOf });
  const account = yoto.accounts.list()[0] ?? yoto.accounts.add({ name: "Robin Pretend" });
  if (yoto.devices.list().length === 0)
    for (const { name, model } of players ?? firstPlayers)
      yoto.devices.add({ familyId: account.familyId, name, model });
  const devices = yoto.devices.list();
  // A handful at a time: each opens a socket, and there may be thousands.
  for (let at = 0; at < devices.length; at += 50)
    await Promise.all(
      devices.slice(at, at + 50).map(async (device) => yoto.addPlayer(await playerOf(yoto, device))),
    );
  return { ...yoto, account };
}
