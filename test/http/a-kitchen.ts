import { PlayerId, YotoAccountId } from "../../src/domain/ids.ts";
import type { WatchedRecord } from "../../src/stores/watched-players.ts";

/** A player as a listener has stored it: a Yoto v3 in the kitchen that is silent. */
export function aKitchen(more: Partial<WatchedRecord> = {}): WatchedRecord {
  return {
    playerId: PlayerId("kitchen"),
    accountId: YotoAccountId("auth0|1"),
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: 0 },
    playback: { status: "stopped" },
    status: {},
    fence: 1,
    unrecorded: [],
    unsettled: [],
    ...more,
  };
}
