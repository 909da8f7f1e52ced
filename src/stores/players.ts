import type { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Table } from "../ports/table.ts";
import { playerStateSchema } from "./player-state-schema.ts";
import { gather, type Listed, type PageWanted, pageOf, recordsOf, type Versioned } from "./records.ts";

/** Players as we last knew them, for everybody who reads. Their listener writes them, as `WatchedPlayers`. */
export type Players = {
  get(accountId: YotoAccountId, playerId: PlayerId): Promise<Versioned<PlayerState> | undefined>;
  /** By its own id alone. A player that two linked accounts share is told as the first account by id sees it. */
  find(playerId: PlayerId): Promise<Versioned<PlayerState> | undefined>;
  ofAccount(accountId: YotoAccountId): Promise<readonly Versioned<PlayerState>[]>;
  /** Of all accounts, by player id. */
  list(page?: PageWanted): Promise<Listed<PlayerState>>;
  delete(accountId: YotoAccountId, playerId: PlayerId): Promise<void>;
};

/** {@link Players} over a table. */
export function createPlayers(table: Table): Players {
  const records = recordsOf<PlayerState>(table, {
    schema: playerStateSchema,
    place: playerPlace,
  });
  return {
    get: (accountId, playerId) => records.get(keyOf(accountId, playerId)),
    async find(playerId) {
      const query = { pk: "PLAYER", inIndex: true, prefix: `${playerId}#` };
      for await (const { value } of records.all(query)) {
        // The index may lag behind: it says where to look, the record itself says what is.
        const found = await records.get(keyOf(value.accountId, playerId));
        if (found) return found;
      }
      return undefined;
    },
    ofAccount: (accountId) => gather(records.all({ pk: `YOTO#${accountId}`, prefix: "PLAYER#" })),
    list: (page) => records.page({ pk: "PLAYER", inIndex: true, ...pageOf(page) }),
    async delete(accountId, playerId) {
      await records.delete(keyOf(accountId, playerId));
    },
  };
}

/** Where a player's record stands. */
export function playerPlace({ accountId, playerId }: { accountId: YotoAccountId; playerId: PlayerId }) {
  return { ...keyOf(accountId, playerId), index: { pk: "PLAYER", sk: `${playerId}#${accountId}` } };
}

function keyOf(accountId: YotoAccountId, playerId: PlayerId) {
  return { pk: `YOTO#${accountId}`, sk: `PLAYER#${playerId}` };
}
