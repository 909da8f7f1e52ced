import { PlayerId } from "../domain/ids.ts";

/**
 * What players send. `events` and `status` are the old names, which repeat what `data/…` says; Yoto has announced that they
 * will go, so we understand them and only ask for the one that alone says why a player was switched off.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
const kinds = {
  "data/events": "playback",
  "data/status": "status",
  "status/full": "full-status",
  presence: "presence",
  response: "response",
  events: "playback",
  status: "legacy-status",
} as const;
export type TopicKind = (typeof kinds)[keyof typeof kinds];

/** A topic taken apart; `playerId` is empty where the topic names none. */
export function readTopic(topic: string): { playerId: PlayerId; kind: TopicKind | undefined } {
  const [, id = "", rest = ""] = /^device\/([^/+#]{1,128})\/(.+)$/s.exec(topic) ?? [];
  const kind = Object.hasOwn(kinds, rest) ? kinds[rest as keyof typeof kinds] : undefined;
  return { playerId: PlayerId(id), kind };
}

/** What Yoto promises to go on sending: playback and the small status. Exact names: a wildcard ends the connection. */
export function coreTopicsOf(playerId: PlayerId): readonly string[] {
  return ["data/events", "data/status"].map((name) => `device/${playerId}/${name}`);
}

/** What makes things better while it lasts: presence, the full status, and answers to commands. */
export function extraTopicsOf(playerId: PlayerId): readonly string[] {
  return ["status/full", "presence", "response"].map((name) => `device/${playerId}/${name}`);
}

/** The old name that alone tells of a player's last words (`shutDown`) and of its boot. */
export function lastWordsTopicsOf(playerId: PlayerId): readonly string[] {
  return [`device/${playerId}/status`];
}

/** Where a command of this name goes. */
export function commandTopic(playerId: PlayerId, name: string): string {
  return `device/${playerId}/command/${name}`;
}
