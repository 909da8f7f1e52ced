import { commandTopics, playerTopicNames } from "../device-wire.ts";
import type { Devices } from "../store/devices.ts";
import type { Switches } from "../switches.ts";
import type { Peer } from "./authorizer.ts";

type Deps = { readonly devices: Devices; readonly switches: Switches };

/** `device/<id>/<rest>` in its parts. */
export function topicParts(topic: string): { readonly deviceId: string; readonly name: string } | undefined {
  const match = /^device\/([^/]+)\/(.+)$/.exec(topic);
  return match === null ? undefined : { deviceId: match[1] ?? "", name: match[2] ?? "" };
}

const newTopics = new Set(["data/events", "data/status"]);
const allTopics = new Set<string>(playerTopicNames);

/** Clients subscribe to exact topics of their family's players; players to their own commands. */
export function maySubscribe({ devices, switches }: Deps, peer: Peer, topic: string): boolean {
  if (peer.is === "player") return topic === commandTopics(peer.deviceId);
  const parts = topicParts(topic);
  if (parts === undefined || /[+#]/.test(topic)) return false;
  if (devices.get(parts.deviceId)?.familyId !== peer.familyId) return false;
  return (switches.legacyTopics ? allTopics : newTopics).has(parts.name);
}

/** Clients publish commands to their family's players; players publish what they have to say. */
export function mayPublish({ devices }: Deps, peer: Peer, topic: string): boolean {
  const parts = topicParts(topic);
  if (parts === undefined) return false;
  if (peer.is === "player") return parts.deviceId === peer.deviceId && allTopics.has(parts.name);
  if (!parts.name.startsWith("command/") || parts.name.startsWith("command/config/")) return false;
  return devices.get(parts.deviceId)?.familyId === peer.familyId;
}
