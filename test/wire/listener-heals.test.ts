import { expect, test, vi } from "vitest";
import { silentLog } from "../../src/adapters/memory/log.ts";
import { createPlayers } from "../../src/stores/players.ts";
import type { WatchedPlayers } from "../../src/stores/watched-players.ts";
import { unlinkAccount } from "../../src/usecases/yoto-accounts/unlink-account.ts";
import { aWatchedFamily } from "./watched-family.ts";

vi.setConfig({ testTimeout: 60_000 });

type Family = Awaited<ReturnType<typeof aWatchedFamily>>;

/** As another process does it: `live` is where its word of it goes. */
const unlink = ({ accounts, table, live, id }: Family, heard = true) =>
  unlinkAccount(
    {
      accounts,
      players: createPlayers(table),
      liveUpdates: heard ? live : { ...live, publish: () => {} },
      log: silentLog,
    },
    id,
  );

test("a family that is unlinked and linked again before the listener looks has its players back by itself", async () => {
  await using family = await aWatchedFamily();
  await unlink(family, false);
  await family.relink(family.id, family.account);
  family.player.turnVolume(-1);
  await family.when("the player", async () => (await family.state(family.player.id)) !== undefined, 60_000);
  await family.when("the truth", family.isTrue, 5_000);
});

test("a device list that comes after its family was unlinked brings no player back", async () => {
  await using family = await aWatchedFamily();
  const { yoto, live, id, player, account, time } = family;
  await family.addPlayer(account, { name: "Bedroom" });
  yoto.faults.add({ where: { path: "/device-v2/devices/mine" }, what: { do: "latency", ms: 5_000 } });
  live.publish({ of: "player-settings", playerId: player.id });
  await time.advance(1_000);
  await unlink(family);
  await time.advance(20_000);
  expect(await family.watched.ofAccount(id)).toEqual([]);
});

test("an account that could not be taken at first is told of by whoever holds it alone", async () => {
  await using family = await aWatchedFamily();
  const { time, id, watched } = family;
  await family.listener.stop();
  let away = true;
  const players: WatchedPlayers = {
    ...watched,
    ofAccount: async (accountId) => {
      if (!away) return watched.ofAccount(accountId);
      away = false;
      throw new Error("the store is away");
    },
  };
  const listener = family.listen({ players });
  await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 60_000);
  await time.advance(10_000);
  for (let seconds = 0; seconds < 1_300; seconds += 5) {
    expect((await family.healths.get(id))?.mqtt).toBe("connected");
    await time.advance(5_000);
  }
});

test("what is left of an account that was lost does not cost it when it is taken again", async () => {
  await using family = await aWatchedFamily();
  const { id, player, watched, shares, time } = family;
  await family.listener.stop();
  const held = Promise.withResolvers<void>();
  let holds = false;
  const players: WatchedPlayers = {
    ...watched,
    write: async (record, ifVersion) => {
      if (holds) {
        holds = false;
        await held.promise;
      }
      return watched.write(record, ifVersion);
    },
  };
  const listener = family.listen({ players });
  await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 60_000);
  await time.advance(20_000);
  holds = true;
  player.turnVolume(-1);
  await family.when("the write", () => !holds, 5_000);
  for (const member of (await shares.read()).members) await shares.remove(member);
  await family.when("the account again", () => listener.clientIds.length === 2, 30_000);
  await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 5_000);
  await time.advance(1_000);
  held.resolve();
  await time.advance(1_000);
  expect(listener.health(id)?.mqtt).toBe("connected");
  await family.when("the truth", family.isTrue, 2_000);
});

test("players of a family whose unlinking was broken off are gone once somebody listens again", async () => {
  await using family = await aWatchedFamily();
  const { id, accounts, listener, watched } = family;
  listener.kill();
  await accounts.unlink(id);
  expect(await watched.ofAccount(id)).toHaveLength(1);
  family.listen({ listenerId: listener.listenerId });
  await family.when("no players", async () => (await watched.ofAccount(id)).length === 0, 60_000);
});

test("what a dead predecessor wrote after its successor had read is told in the history", async () => {
  await using family = await aWatchedFamily();
  const { id, player, watched, listener, time } = family;
  listener.kill();
  const lastWord = {
    playerId: player.id,
    atMs: time.clock.nowMs(),
    key: "00000001-00000099",
    kind: "volume-changed",
    facts: { fromSteps: 6, toSteps: 9, cause: "child", confidence: "high" },
  };
  const players: WatchedPlayers = {
    ...watched,
    ofAccount: async (accountId) => {
      const found = await watched.ofAccount(accountId);
      for (const { value, version } of found)
        await watched.write({ ...value, unrecorded: [lastWord] }, version);
      return found;
    },
  };
  const again = family.listen({ players, listenerId: listener.listenerId });
  await family.when("a connection", () => again.health(id)?.mqtt === "connected", 60_000);
  await time.advance(5_000);
  const told = (await family.told(player.id)).filter(({ kind }) => kind === "volume-changed");
  expect(told).toMatchObject([{ fromSteps: 6, toSteps: 9 }]);
});

test("a player that Yoto tells nothing of keeps none from being known", async () => {
  await using family = await aWatchedFamily();
  const { yoto, account, live, player, time } = family;
  yoto.faults.add({
    where: { path: `/device-v2/${player.id}/config` },
    what: { do: "status", status: 400 },
    times: "always",
  });
  const other = await family.addPlayer(account, { name: "Bedroom", timezone: "Asia/Tokyo" });
  live.publish({ of: "player-settings", playerId: player.id });
  await time.advance(400_000);
  expect((await family.state(other.id))?.timezone).toBe("Asia/Tokyo");
});
