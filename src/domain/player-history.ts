import type { PlayerId } from "./ids.ts";
import type { JsonObject } from "./json.ts";

/**
 * Something that happened to a player. `atMs` and `key` together name it: whoever sees the same happening twice must come
 * to the same two, so take them from the player's own message where it has them.
 */
export type HistoryEntry = {
  readonly playerId: PlayerId;
  readonly atMs: number;
  /** Tells apart what happened in the same millisecond. */
  readonly key: string;
  /** What happened, kebab-case: `playback`, `card`, `volume`, `presence`, `order`, `gap` … */
  readonly kind: string;
  readonly facts: JsonObject;
};
