import type { PretendWorld } from "../device-wire.ts";
import { type Device, modelFacts } from "../store/devices.ts";
import type { PlayerOptions } from "./player-options.ts";
import { startPlayer } from "./start-player.ts";
import type { VirtualPlayer } from "./virtual-player.ts";

/** Switches on a player for a device the pretend cloud knows; fits `PretendYotoOptions.makePlayer`. */
export function playerForDevice(
  world: PretendWorld,
  { deviceId, secret, name, model, fwVersion }: Device,
  options: Partial<Omit<PlayerOptions, "deviceId" | "secret">> = {},
): Promise<VirtualPlayer> {
  const { deviceFamily, deviceType } = modelFacts(model);
  return startPlayer(world, {
    deviceId,
    secret,
    name,
    fwVersion,
    family: deviceFamily,
    deviceType,
    ...options,
  });
}
