import { expect, test } from "vitest";
import { type Ground, onEveryTable } from "../../test/on-every-table.ts";
import { PlayerId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import { createPlayers } from "./players.ts";
import { createWatchedPlayers } from "./watched-players.ts";

const [family, grandma] = [YotoAccountId("auth0|a"), YotoAccountId("auth0|b")];

function aPlayer(more: Partial<PlayerState> = {}): PlayerState {
  return {
    playerId: PlayerId("y2kitchen"),
    accountId: family,
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: 1 },
    playback: { status: "stopped" },
    status: {},
    ...more,
  };
}

function storesOn({ table }: Ground) {
  const watched = createWatchedPlayers(table);
  return {
    players: createPlayers(table),
    watched,
    add: (more: Partial<PlayerState>) =>
      watched.write({ ...aPlayer(more), fence: 1, unrecorded: [], unsettled: [] }, undefined),
  };
}

onEveryTable("players", (newGround) => {
  test("everything a player can tell comes back, to readers without what only its listener cares about", async () => {
    const { players, watched } = storesOn(newGround());
    const told = aPlayer({
      deviceType: "v3e",
      playback: {
        status: "playing",
        cardId: YotoCardId("abcde"),
        source: "card",
        cardUpdatedAt: "2030-01-01",
        chapter: { key: "01", title: "One" },
        track: { key: "01", title: "One", seconds: 61.5 },
        position: { seconds: 12.5, atMs: 5 },
        streaming: true,
        waitingForData: false,
        repeatAll: false,
      },
      volumeSteps: 5,
      volumeMaxSteps: 16,
      sleepTimerEndsAtMs: 99,
      status: {
        firmware: "v2.1",
        batteryPercent: 80,
        powerSource: "usb-c",
        activeCardId: "none",
        dayMode: "night",
      },
      heardAtMs: 7,
    });
    const unrecorded = [{ playerId: told.playerId, atMs: 1, key: "a", kind: "volume", facts: { steps: 5 } }];
    await watched.write({ ...told, fence: 3, unrecorded, unsettled: [] }, undefined);
    expect(await players.get(family, told.playerId)).toStrictEqual({ value: told, version: 1 });
    expect(await watched.get(family, told.playerId)).toStrictEqual({
      value: { ...told, fence: 3, unrecorded, unsettled: [] },
      version: 1,
    });
    await watched.write({ ...aPlayer(), fence: 3, unrecorded: [], unsettled: [] }, 1);
    expect((await players.get(family, told.playerId))?.value).toStrictEqual(aPlayer());
  });

  test("of two writers that saw the same version the second is refused", async () => {
    const { players, watched } = storesOn(newGround());
    const record = { ...aPlayer(), fence: 1, unrecorded: [], unsettled: [] };
    await watched.write(record, undefined);
    expect(await watched.write(record, undefined)).toEqual({ ok: false });
    expect(await watched.write({ ...record, volumeSteps: 3 }, 1)).toEqual({ ok: true, version: 2 });
    expect(await watched.write({ ...record, volumeSteps: 4 }, 1)).toEqual({ ok: false });
    expect((await players.find(PlayerId("y2kitchen")))?.value.volumeSteps).toBe(3);
  });

  test("players are found by themselves, by account and all together", async () => {
    const { players, add } = storesOn(newGround());
    for (const [name, accountId] of [
      ["y2c", family],
      ["y2a", family],
      ["y2b", grandma],
    ] as const)
      await add({ playerId: PlayerId(name), accountId });
    expect((await players.find(PlayerId("y2b")))?.value.accountId).toBe(grandma);
    expect(await players.find(PlayerId("y2"))).toBeUndefined();
    expect((await players.ofAccount(family)).map(({ value }) => value.playerId)).toEqual(["y2a", "y2c"]);
    const first = await players.list({ limit: 2 });
    expect(first.records.map(({ value }) => value.playerId)).toEqual(["y2a", "y2b"]);
    const rest = await players.list({ limit: 2, cursor: first.cursor ?? "" });
    expect(rest.records.map(({ value }) => value.playerId)).toEqual(["y2c"]);
  });

  test("a player that two accounts share is one record each", async () => {
    const { players, add } = storesOn(newGround());
    await add({ accountId: grandma, name: "Hers" });
    await add({ name: "Ours" });
    expect((await players.find(PlayerId("y2kitchen")))?.value.name).toBe("Ours");
    await players.delete(family, PlayerId("y2kitchen"));
    expect((await players.find(PlayerId("y2kitchen")))?.value.name).toBe("Hers");
  });
});
