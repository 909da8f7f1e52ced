import { z } from "zod";
import type { PlayerFamily } from "../domain/players/player-family.ts";
import type { StatusReport } from "../domain/players/player-message.ts";
import { decodeStatus } from "./decode-status.ts";
import { countedListOf, field, flag, readText, text } from "./lenient.ts";

const families: readonly PlayerFamily[] = ["v1", "v2", "v3", "mini"];

/** The family of a player; `deviceType` helps where the family is missing, and what is new to us is `unknown`. */
export function familyOf(deviceFamily: unknown, deviceType: unknown): PlayerFamily {
  const words = [deviceFamily, deviceType].map((word) => readText(word)?.toLowerCase());
  return (
    families.find((family) => words[0] === family) ??
    families.find((family) => words[1]?.startsWith(family) === true && words[0] === undefined) ??
    "unknown"
  );
}

/** One player of the list. Its id is part of topics, where a wildcard would end the connection. */
export const Device = z.looseObject({
  deviceId: z.string().regex(/^[^/+#\p{C}\s]{1,128}$/u),
  name: text,
  deviceType: text,
  deviceFamily: z.unknown().optional(),
  online: flag,
});

/** `GET /device-v2/devices/mine`, each player once, and how many entries name no player that we could read. */
export const DeviceList = z
  .looseObject({ devices: countedListOf(Device) })
  .transform(({ devices: { read, unreadable } }) => ({
    devices: [...new Map(read.map((device) => [device.deviceId, device])).values()],
    unreadable,
  }));

const anyObject = z.record(z.string(), z.json()).optional().catch(undefined);

/** `GET /device-v2/{id}/config`. */
export const DeviceDetails = z.looseObject({
  device: z.looseObject({
    deviceId: text,
    name: text,
    deviceType: text,
    deviceFamily: z.unknown().optional(),
    online: flag,
    fwVersion: text,
    releaseChannelId: text,
    mac: text,
    geoTimezone: text,
    status: field((raw): { report: StatusReport; updatedAt?: string } => {
      if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { report: {} };
      const updatedAt = "updatedAt" in raw ? readText(raw.updatedAt) : undefined;
      return { report: decodeStatus(raw).report, ...(updatedAt === undefined ? {} : { updatedAt }) };
    }),
    config: z.record(z.string(), z.json()),
    shortcuts: anyObject,
  }),
});
