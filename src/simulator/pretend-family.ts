import { playerForDevice } from "./player/player-for-device.ts";
import { type PretendYoto, type PretendYotoOptions, startPretendYoto } from "./pretend-yoto.ts";
import type { Account } from "./store/accounts.ts";
import type { DeviceModel } from "./store/devices.ts";

export type PretendFamilyOptions = Omit<PretendYotoOptions, "makePlayer"> & {
  /** Default: a v3 "Kitchen" and a mini "Bedroom". Ignored when a saved world has players. */
  readonly players?: readonly { readonly name: string; readonly model: DeviceModel }[];
};

/** A pretend Yoto with a family living in it. */
export type PretendFamily = PretendYoto & { readonly account: Account };

const firstPlayers = [
  { name: "Kitchen", model: "v3" },
  { name: "Bedroom", model: "mini" },
] as const;

/**
 * Starts a pretend Yoto with one family and its players switched on; the same ids for the same seed, and the saved
 * family again when `saved` holds one.
 */
export async function startPretendFamily({
  players,
  ...options
}: PretendFamilyOptions = {}): Promise<PretendFamily> {
  const yoto = await startPretendYoto({
    ...options,
    makePlayer: (world, device) => playerForDevice(world, device),
  });
  const account = yoto.accounts.list()[0] ?? yoto.accounts.add({ name: "Robin Pretend" });
  if (yoto.devices.list().length === 0)
    for (const { name, model } of players ?? firstPlayers)
      yoto.devices.add({ familyId: account.familyId, name, model });
  const devices = yoto.devices.list();
  // A handful at a time: each opens a socket, and there may be thousands.
  for (let at = 0; at < devices.length; at += 50)
    await Promise.all(
      devices.slice(at, at + 50).map(async (device) => yoto.addPlayer(await playerForDevice(yoto, device))),
    );
  return { ...yoto, account };
}
