import type { AudioId, PlayerId } from "../domain/ids.ts";

/** Something a screen would want to show anew. Carries no content: the reader fetches what it may see. */
export type LiveUpdate =
  | { readonly of: "player"; readonly playerId: PlayerId }
  | { readonly of: "players" }
  /** Somebody changed a setting or the name of a player at Yoto. */
  | { readonly of: "player-settings"; readonly playerId: PlayerId }
  | { readonly of: "order"; readonly orderId: string; readonly playerId: PlayerId }
  /** With the recordings that changed, where whoever changed them knows: for what keeps an index. */
  | { readonly of: "audio"; readonly audioIds?: readonly AudioId[] }
  | {
      readonly of:
        | "feeds"
        | "streams"
        | "stories"
        | "cards"
        | "yoto-accounts"
        | "settings"
        | "house-rules"
        | "webhooks";
    }
  | { readonly of: "job"; readonly jobId: string }
  /** The line to a family's players was lost, or is there again: for screens of the process that listens. */
  | { readonly of: "yoto-connections" }
  /** Somebody looks at the analyzer: for whoever hears players, not for screens. */
  | { readonly of: "analyzer" };

/** Tells open screens of changes, best effort: who missed one reads again on reconnect. */
export type LiveUpdates = {
  publish(update: LiveUpdate): void;
  /** Updates from now on until the signal; slow readers lose the oldest. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveUpdate>;
};
