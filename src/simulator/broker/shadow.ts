import type { Devices } from "../store/devices.ts";
import { topicParts } from "./access.ts";

/**
 * What the cloud itself learns from a player's message: status reports fill the shadow that config answers show, and
 * presence moves `online`.
 */
export function learn(devices: Devices, topic: string, payload: Buffer): void {
  const parts = topicParts(topic);
  if (parts === undefined) return;
  if (parts.name === "presence") {
    const state = parsed(payload)?.["state"];
    if (state === "online" || state === "offline") devices.connected(parts.deviceId, state === "online");
    return;
  }
  if (parts.name !== "data/status" && parts.name !== "status/full" && parts.name !== "status") return;
  const status = parsed(payload)?.["status"];
  if (typeof status === "object" && status !== null) devices.report(parts.deviceId, { ...status });
}

function parsed(payload: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString());
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
