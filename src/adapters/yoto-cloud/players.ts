import { PlayerId } from "../../domain/ids.ts";
import type { YotoPlayers } from "../../ports/yoto-players.ts";
import { DeviceDetails, DeviceList, familyOf } from "../../yoto/devices.ts";
import { told } from "../../yoto/lenient.ts";
import { readPlayerConfig, writePlayerConfig } from "../../yoto/player-config.ts";
import { readShortcuts, writeShortcuts } from "../../yoto/shortcuts.ts";
import { type Calls, path } from "./call.ts";

/** The players' part of Yoto's API. */
export function playersOver(calls: Calls): YotoPlayers {
  return {
    devices: async (accessToken) => {
      const { devices, unreadable } = await calls.body(
        { accessToken, method: "GET", path: "/device-v2/devices/mine", needs: "family:devices:view" },
        DeviceList,
      );
      return {
        devices: devices.map(({ deviceId, name, deviceType, deviceFamily, online }) => ({
          playerId: PlayerId(deviceId),
          name: name ?? "Yoto",
          family: familyOf(deviceFamily, deviceType),
          ...told({ deviceType }),
          online: online ?? false,
        })),
        unreadable,
      };
    },
    playerDetails: async (accessToken, playerId) => {
      const body = await calls.bodyIfThere(
        {
          accessToken,
          method: "GET",
          path: path`/device-v2/${playerId}/config`,
          needs: "family:devices:manage",
        },
        DeviceDetails,
      );
      if (body === undefined) return undefined;
      const { device } = body;
      return {
        playerId,
        name: device.name ?? "Yoto",
        family: familyOf(device.deviceFamily, device.deviceType),
        online: device.online ?? false,
        ...told({
          firmware: device.fwVersion,
          releaseChannel: device.releaseChannelId,
          mac: device.mac,
          timezone: device.geoTimezone,
          statusAt: device.status?.updatedAt,
        }),
        status: device.status?.report ?? {},
        config: readPlayerConfig(device.config),
        shortcuts: readShortcuts(device.shortcuts),
      };
    },
    putPlayerConfig: async (accessToken, playerId, { name, config }) => {
      await calls.answer({
        accessToken,
        method: "PUT",
        path: path`/device-v2/${playerId}/config`,
        json: { deviceId: playerId, ...told({ name }), config: writePlayerConfig(config) },
        needs: "family:devices:manage",
      });
    },
    putShortcuts: async (accessToken, playerId, shortcuts) => {
      await calls.answer({
        accessToken,
        method: "PUT",
        path: path`/device-v2/${playerId}/shortcuts`,
        json: { shortcuts: writeShortcuts(shortcuts) },
        needs: "family:devices:manage",
        repeat: "always",
      });
    },
    requestPlayerStatus: async (accessToken, playerId) => {
      await calls.answer({
        accessToken,
        method: "POST",
        path: path`/device-v2/${playerId}/command/status`,
        json: {},
        needs: "family:devices:control",
        repeat: "always",
      });
    },
  };
}
