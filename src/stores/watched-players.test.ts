import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import { createPlayers } from "./players.ts";
import { createWatchedPlayers, type WatchedRecord } from "./watched-players.ts";

const accountId = YotoAccountId("auth0|family");
const playerId = PlayerId("y2kitchen");
const state: PlayerState = {
  playerId,
  accountId,
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 1 },
  playback: { status: "stopped" },
  status: {},
};
const record: WatchedRecord = {
  ...state,
  fence: 3,
  unrecorded: [{ playerId, atMs: 5, key: "1", kind: "card-removed", facts: {} }],
  unsettled: [],
};

onEveryTable("watched players", (newGround) => {
  test("what its listener writes is what everybody reads, without the listener's own fields", async () => {
    const { table } = newGround();
    const watched = createWatchedPlayers(table);
    expect(await watched.write(record, undefined)).toMatchObject({ ok: true, version: 1 });
    expect(await watched.get(accountId, playerId)).toEqual({ value: record, version: 1 });
    expect(await createPlayers(table).find(playerId)).toEqual({ value: state, version: 1 });
  });

  test("a write on another version is refused, as is making what is there", async () => {
    const watched = createWatchedPlayers(newGround().table);
    await watched.write(record, undefined);
    expect(await watched.write(record, undefined)).toEqual({ ok: false });
    expect(await watched.write(record, 7)).toEqual({ ok: false });
    expect(await watched.write({ ...record, unrecorded: [] }, 1)).toMatchObject({ ok: true });
    await watched.delete(accountId, playerId);
    expect(await watched.ofAccount(accountId)).toEqual([]);
  });
});
