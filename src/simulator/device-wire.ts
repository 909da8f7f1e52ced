import type { PretendChance } from "./chance.ts";
import type { PretendClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";

/**
 * How a virtual player talks to the pretend cloud. Yoto's real device wire is not public; this file is the pretend
 * world's own agreement, and only players use it. What players *say* on the topics follows Yoto's real shapes.
 *
 * MQTT (`world.mqttUrl`, subprotocol `mqtt`): CONNECT with `deviceConnectOptions`; a player may publish to
 * `device/<id>/` + `playerTopicNames` and subscribe to `commandTopics(id)`, nothing else. Presence is retained, and offline presence is
 * the Last Will. QoS 0 and 1.
 *
 * REST (`world.apiUrl`) with `deviceAuthorization`:
 * - `GET /card/{cardId}` → `{card, ownership}`, track URLs always resolved (signed for about an hour), icons https;
 *   `ETag` is `"<updatedAt>"`, `If-None-Match` gives 304. Signed URLs are made anew on each 200. 404 = unknown card,
 *   or one of another family. The audio behind a signed URL is fetched without any header of ours, Range allowed.
 * - `GET /device-v2/{id}/config` → `{device}` as clients see it.
 *
 * When a client writes config or shortcuts, the cloud publishes on `configChangedTopic(id)` (QoS 1); the player then
 * GETs its config again. Clients never see that topic.
 */
export type DeviceCredentials = { readonly deviceId: string; readonly secret: string };

/** What a player stands in. */
export type PretendWorld = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Origin, without a trailing slash. */
  readonly apiUrl: string;
  readonly mqttUrl: string;
  /**
   * The player's radio is gone but its socket does not know: from now on nothing goes through in either direction,
   * and after one and a half keepalives of pretend time the broker closes the connection and publishes the Last Will.
   */
  loseContact(deviceId: string): void;
};

/** The fields to give an MQTT client; `mqtt.connect` takes them as they are. */
export function deviceConnectOptions({ deviceId, secret }: DeviceCredentials) {
  return {
    protocolVersion: 4 as const,
    clientId: deviceId,
    username: deviceId,
    password: secret,
    clean: true,
    reconnectPeriod: 0,
    will: {
      topic: presenceTopic(deviceId),
      payload: Buffer.from(JSON.stringify({ state: "offline" })),
      qos: 1 as const,
      retain: true,
    },
  };
}

/** The value of the `Authorization` header a player sends. */
export function deviceAuthorization({ deviceId, secret }: DeviceCredentials): string {
  return `PretendDevice ${deviceId}:${secret}`;
}

/** Where presence lives; retained. */
export function presenceTopic(deviceId: string): string {
  return `device/${deviceId}/presence`;
}

/** The last parts of the topics a player may publish to. `events` and `status` are the legacy duplicates. */
export const playerTopicNames = [
  "data/events",
  "data/status",
  "status/full",
  "status",
  "events",
  "presence",
  "response",
  "progress",
] as const;

/** What a player subscribes to for its commands. */
export function commandTopics(deviceId: string): string {
  return `device/${deviceId}/command/#`;
}

/** Says that config or shortcuts changed; payload `{"updatedAt": ISO}`. The pretend world's own. */
export function configChangedTopic(deviceId: string): string {
  return `device/${deviceId}/command/config/changed`;
}

/**
 * A player as the control API sees it: `/_pretend/players/{id}` shows `state()`, and
 * `POST /_pretend/players/{id}/{action}` with a JSON object calls `act`. An action that makes no sense throws an
 * `Error` whose message says what would (it becomes a 400).
 */
export type ControlledPlayer = {
  readonly deviceId: string;
  /** The names `act` knows, e.g. `insert`, `remove`, `press-left`, `turn-volume`, `power`, `wifi`, `battery`. */
  readonly actions: readonly string[];
  /** Plain JSON; fields a person wants to see. */
  state(): Readonly<Record<string, unknown>>;
  act(action: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Power off for good: closes sockets and timers. */
  [Symbol.asyncDispose](): Promise<void>;
};
