import { z } from "zod";
import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Table, Written } from "../ports/table.ts";
import { historyEntrySchema } from "./player-history.ts";
import { playerStateSchema } from "./player-state-schema.ts";
import { playerPlace } from "./players.ts";
import { gather, recordsOf, type Versioned } from "./records.ts";

/** A player as its listener keeps it: the state everybody reads, and what only listeners care about. */
export type WatchedRecord = PlayerState & {
  /** Of the listener that wrote last. A listener with a lower one has been replaced and must not write. */
  readonly fence: number;
  /** What happened up to this state and may not stand in the history yet: written with the state, so nothing is lost between. */
  readonly unrecorded: readonly HistoryEntry[];
  /** What would stand in the history if nobody listened any more: said anew with each write until it is settled. */
  readonly unsettled: readonly HistoryEntry[];
  /** Marks of the last messages that this record knows of, for a listener that relieves this one. */
  readonly heard?: readonly string[];
};

/** The same records as `Players`, written by the account's listener. */
export type WatchedPlayers = {
  ofAccount(accountId: YotoAccountId): Promise<readonly Versioned<WatchedRecord>[]>;
  get(accountId: YotoAccountId, playerId: PlayerId): Promise<Versioned<WatchedRecord> | undefined>;
  /**
   * Without a version: only when it is not there. Does not wait for the disk (`relaxed`): what a power cut takes, the player tells
   * again, and what of it stands in the history was synced there.
   */
  write(record: WatchedRecord, ifVersion: number | undefined): Promise<Written>;
  delete(accountId: YotoAccountId, playerId: PlayerId): Promise<void>;
};

const listenersOwn = z.object({
  fence: z.number().default(0),
  unrecorded: z.array(historyEntrySchema).default([]),
  unsettled: z.array(historyEntrySchema).default([]),
  heard: z.array(z.string()).exactOptional(),
});
const schema: z.ZodType<WatchedRecord> = z.intersection(playerStateSchema, listenersOwn);

/** {@link WatchedPlayers} over a table. */
export function createWatchedPlayers(table: Table): WatchedPlayers {
  const records = recordsOf<WatchedRecord>(table, { schema, place: playerPlace });
  const keyOf = (accountId: YotoAccountId, playerId: PlayerId) => {
    const { pk, sk } = playerPlace({ accountId, playerId });
    return { pk, sk };
  };
  return {
    ofAccount: (accountId) => gather(records.all({ pk: `YOTO#${accountId}`, prefix: "PLAYER#" })),
    get: (accountId, playerId) => records.get(keyOf(accountId, playerId)),
    write: (record, ifVersion) =>
      records.put(record, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }, "relaxed"),
    async delete(accountId, playerId) {
      await records.delete(keyOf(accountId, playerId));
    },
  };
}
