import { describe, expect, test, vi } from "vitest";
import { presenceTopic } from "../../src/simulator/device-wire.ts";
import { streamContent } from "../../src/simulator/player/test-family.ts";
import { aWatchedFamily } from "./watched-family.ts";

vi.setConfig({ testTimeout: 60_000 });

const connectsOf = (family: Awaited<ReturnType<typeof aWatchedFamily>>) => family.listener.clientIds.length;

describe("the connection", () => {
  test("broker drops: back within two seconds, subscribed again, true within two more, and the gap stands in the history", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player, time } = family;
    yoto.broker.kickAll(true);
    player.insertCard(family.card(family.account));
    player.turnVolume(-2);
    await family.when("a connection", () => connectsOf(family) === 2, 2_000);
    await family.when("the truth", family.isTrue, 2_000);
    await time.advance(5_000);
    expect(await family.differences()).toEqual([]);
    const told = await family.told(player.id);
    expect(told[0]).toMatchObject({ kind: "gap", reason: "connection-lost" });
    expect(told.map(({ kind }) => kind)).toContain("card-inserted");
  });

  test("half-open socket: noticed within half a minute although nothing fails, and made anew", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player } = family;
    yoto.broker.freeze(family.listener.clientIds[0] ?? "");
    player.turnVolume(-1);
    await family.when("another connection", () => connectsOf(family) === 2, 30_000);
    await family.when("the truth", family.isTrue, 3_000);
    expect(await family.kinds()).toContain("gap");
  });

  test("a connection that is open and on which nobody answers any more is given up", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player } = family;
    const nothing = yoto.faults.add({
      where: { topic: `device/${player.id}/**` },
      what: { do: "drop" },
      times: "always",
    });
    await family.when("another connection", () => connectsOf(family) === 2, 300_000);
    nothing.remove();
    await family.time.advance(300_000);
    expect(connectsOf(family)).toBe(2);
    expect(await family.differences()).toEqual([]);
  });

  test("CONNACK refused: attempts are one second to a minute apart, health says so, and it recovers by itself", async () => {
    await using family = await aWatchedFamily();
    const { yoto, listener, id, time } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    await time.advance(600_000);
    const attempts = connectsOf(family) - 1;
    expect(attempts).toBeGreaterThan(10);
    expect(attempts).toBeLessThan(30);
    expect(listener.health(id)).toMatchObject({
      mqtt: "down",
      linked: "linked",
      doing: expect.stringMatching(/next attempt in \d+ s/),
    });
    yoto.faults.clear();
    await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 61_000);
    await family.when("the truth", family.isTrue, 2_000);
  });

  test("a broker that refuses while REST takes the token does not cost a refresh an attempt", async () => {
    await using family = await aWatchedFamily();
    const { yoto, time } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 5 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    const before = family.tokenRequests().length;
    await time.advance(600_000);
    expect(family.tokenRequests().length - before).toBeLessThanOrEqual(2);
  });

  test("access token expires mid-session: the connection is relieved before, with a fresh token, and nobody misses a word", async () => {
    await using family = await aWatchedFamily({ accessTokenSeconds: 60 });
    const { player, time } = family;
    player.insertCard(family.card(family.account));
    await time.advance(600_000);
    expect(connectsOf(family)).toBeGreaterThan(9);
    expect(await family.kinds()).not.toContain("gap");
    const begun = new Set(["card-inserted", "track-ended"]);
    const starts = (await family.kinds()).filter((kind) => begun.has(kind)).length;
    // Tracks of 26 s, one after the other, each told once.
    expect(starts).toBeGreaterThanOrEqual(22);
    expect(starts).toBeLessThanOrEqual(24);
    expect(await family.differences()).toEqual([]);
  });

  test("a half-open socket that nobody has noticed when its connection is relieved: what was missed stands in a gap", async () => {
    // Relieved after three quarters of a minute, long before the first heartbeat could have noticed.
    await using family = await aWatchedFamily({ accessTokenSeconds: 60 });
    const { yoto, player, time } = family;
    yoto.broker.freeze(family.listener.clientIds[0] ?? "");
    await time.advance(1_000);
    player.turnVolume(-3);
    await family.when("the relief", () => connectsOf(family) === 2, 120_000);
    await family.when("the truth", family.isTrue, 15_000);
    await time.advance(30_000);
    expect(await family.told(player.id)).toContainEqual(
      expect.objectContaining({ kind: "gap", reason: "connection-lost" }),
    );
    expect(await family.differences()).toEqual([]);
  });

  test("a connection that breaks while it relieves another: the old one is heard on, and nobody believes in a gap", async () => {
    await using family = await aWatchedFamily({ accessTokenSeconds: 120 });
    const { yoto, player, time } = family;
    yoto.faults.add({
      where: { mqtt: "subscribe", clientId: "YSS*" },
      what: { do: "drop" },
      times: "always",
    });
    await family.when("a relief", () => connectsOf(family) === 2, 120_000);
    player.turnVolume(-1);
    // Time for a beat.
    for (let look = 0; look < 120; look++) {
      await time.advance(100);
      const { holdings } = await family.shares.read();
      expect(holdings.map(({ value }) => value.servedUntilMs)).toEqual([undefined]);
    }
    expect(await family.kinds()).toEqual(["volume-changed"]);
  });

  test("token-expiry kick while Yoto's sign-in is down: connected again with a fresh token as soon as there is one", async () => {
    await using family = await aWatchedFamily({ accessTokenSeconds: 60 });
    const { yoto, listener, id, time } = family;
    yoto.faults.add({
      where: { path: "/oauth/token" },
      what: { do: "status", status: 503 },
      times: "always",
    });
    await time.advance(180_000);
    expect(listener.health(id)?.mqtt).toBe("down");
    yoto.faults.clear();
    await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 65_000);
    await family.when("the truth", family.isTrue, 2_000);
    expect((await family.accounts.get(id))?.value.state.is).toBe("linked");
  });

  test("client-id kick loop: each connection has a name of its own, and after three kicks it slows down and says so", async () => {
    await using family = await aWatchedFamily();
    const { yoto, listener, id, time } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "drop-after", ms: 2_000 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    await time.advance(60_000);
    expect(listener.health(id)?.doing).toMatch(/closes each connection/);
    const before = connectsOf(family);
    await time.advance(600_000);
    expect(connectsOf(family) - before).toBeLessThan(15);
    expect(new Set(listener.clientIds).size).toBe(listener.clientIds.length);
    expect(listener.clientIds.every((name) => /^[A-Za-z0-9]{1,128}$/.test(name))).toBe(true);
    yoto.faults.clear();
    await time.advance(120_000);
    expect(listener.health(id)).toMatchObject({ mqtt: "connected", doing: "Listening" });
    expect(await family.differences()).toEqual([]);
  });

  test("events keep coming for hours: asked for again before the five minutes are over", async () => {
    await using family = await aWatchedFamily();
    const { player, time } = family;
    await time.advance(3_600_000);
    player.insertCard(family.card(family.account));
    await family.when("the card", async () => (await family.now()).playback.cardId !== undefined, 2_000);
  });
});

describe("what players say", () => {
  test("event lost: the next report or status poll makes it good", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player } = family;
    yoto.faults.add({
      where: { topic: `device/${player.id}/data/events` },
      what: { do: "drop" },
      forMs: 3_000,
      times: "always",
    });
    player.turnVolume(-3);
    await family.when("the truth", family.isTrue, 300_000);
  });

  test("a player that tells no status by itself is asked for one about every five minutes", async () => {
    await using family = await aWatchedFamily();
    const { account, time, yoto } = family;
    const quiet = await family.addPlayer(account, {
      name: "Attic",
      habits: { saysStatusByItself: false, saysLegacy: false },
    });
    await time.advance(320_000);
    const asked = () =>
      yoto.journal
        .entries()
        .filter((each) => each.kind === "mqtt" && each.topic === `device/${quiet.id}/command/status/request`)
        .filter((each) => each.kind === "mqtt" && each.direction === "to-broker").length;
    const before = asked();
    await time.advance(1_800_000);
    expect(asked() - before).toBeGreaterThanOrEqual(5);
    expect(asked() - before).toBeLessThanOrEqual(8);
  });

  test("event duplicated: told once", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player, time } = family;
    yoto.faults.add({
      where: { topic: `device/${player.id}/data/events` },
      what: { do: "duplicate" },
      times: "always",
    });
    player.insertCard(family.card(family.account));
    await time.advance(10_000);
    player.removeCard();
    await time.advance(2_000);
    const kinds = await family.kinds();
    expect(kinds.filter((kind) => kind === "card-inserted")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "card-removed")).toHaveLength(1);
  });

  test("events reordered: the state ends at the truth", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player } = family;
    yoto.faults.add({
      where: { topic: `device/${player.id}/data/events` },
      what: { do: "reorder" },
      times: 3,
      probability: 0.7,
    });
    player.insertCard(family.card(family.account));
    await family.when("the truth", family.isTrue, 300_000);
  });

  test("text instead of numbers, unknown fields, odd values and broken JSON: the other fields count", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player, time } = family;
    const where = { topic: `device/${player.id}/data/events` };
    yoto.faults.add({ where, what: { do: "invalid-json" }, times: 2 });
    yoto.faults.add({ where, what: { do: "strings-for-numbers" }, times: 3 });
    yoto.faults.add({
      where,
      what: {
        do: "change",
        fields: { volumeMax: "notSupported", invented: [{}], repeatAll: null, playbackWait: 7 },
      },
      times: "always",
    });
    player.insertCard(family.card(family.account));
    await time.advance(30_000);
    expect((await family.now()).playback).toMatchObject({
      status: "playing",
      track: { key: expect.any(String) },
    });
  });

  test("eventUtc wrong by hours or 0: order is that of arrival", async () => {
    await using family = await aWatchedFamily();
    const { player, time } = family;
    for (const wrongBy of [-7_200, 86_400, -1_893_499_200]) {
      player.setClockWrongBy(wrongBy);
      player.insertCard(family.card(family.account));
      await time.advance(8_000);
      expect(await family.differences()).toEqual([]);
      player.removeCard();
      await time.advance(2_000);
      expect(await family.differences()).toEqual([]);
    }
  });

  test("two players on one account, one card played on both: each has its own state", async () => {
    await using family = await aWatchedFamily();
    const { player, time } = family;
    const other = await family.addPlayer(family.account, { name: "Bedroom", model: "mini" });
    family.live.publish({ of: "yoto-accounts" });
    await time.advance(310_000);
    const cardId = family.card(family.account);
    player.insertCard(cardId);
    await time.advance(12_000);
    other.insertCard(cardId);
    other.turnVolume(-1);
    await time.advance(3_000);
    const [one, two] = [await family.state(player.id), await family.state(other.id)];
    expect(one?.playback).toMatchObject({ cardId, status: "playing" });
    expect(two?.playback).toMatchObject({ cardId, status: "playing" });
    expect(two?.playback.position?.atMs).toBeGreaterThan(one?.playback.position?.atMs ?? 0);
    expect(two?.volumeSteps).toBe((one?.volumeSteps ?? 0) - 1);
    expect(two?.family).toBe("mini");
  });
});

describe("a card", () => {
  test("card updated while playing: what plays goes on as it was, and nothing is told that nobody did", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player, time, account } = family;
    const cardId = family.card(account, ["01", "02"], "once");
    player.insertCard(cardId);
    await time.advance(8_000);
    yoto.cards.put({
      userId: account.sub,
      cardId,
      title: "Another story",
      content: streamContent(family.home.url, ["91", "92", "93"], { config: { autoadvance: "next" } }),
    });
    await time.advance(8_000);
    expect((await family.now()).playback).toMatchObject({ cardId, status: "playing", track: { key: "01" } });
    expect(await family.differences()).toEqual([]);
    await time.advance(20_000);
    expect((await family.now()).playback.track).toMatchObject({ key: "02" });
    expect(await family.kinds()).toEqual(["card-inserted", "track-ended"]);

    player.removeCard();
    await time.advance(2_000);
    player.insertCard(cardId);
    await time.advance(5_000);
    expect((await family.now()).playback.track).toMatchObject({ key: "91" });
    expect(await family.differences()).toEqual([]);
  });
});

describe("presence", () => {
  const say = async (family: Awaited<ReturnType<typeof aWatchedFamily>>, state: "online" | "offline") =>
    family.yoto.broker.publish(presenceTopic(family.player.id), { state });

  test("flapping: gone for three seconds is not told", async () => {
    await using family = await aWatchedFamily();
    for (let times = 0; times < 4; times++) {
      await say(family, "offline");
      await family.time.advance(3_000);
      await say(family, "online");
      await family.time.advance(3_000);
    }
    expect(await family.kinds()).not.toContain("went-offline");
    expect((await family.now()).presence.is).toBe("online");
  });

  test("gone for longer than ten seconds is told, and so is its return, with everything asked anew", async () => {
    await using family = await aWatchedFamily();
    const { player, time } = family;
    player.loseWifi();
    await family.when("offline", async () => (await family.now()).presence.is === "offline", 120_000);
    player.turnVolume(-2);
    await time.advance(60_000);
    player.findWifi();
    await family.when("online again", async () => (await family.now()).presence.is === "online", 70_000);
    await family.when("the truth", family.isTrue, 2_000);
    // Whether it had been off or only unheard is known a moment later.
    const comings = async () => (await family.kinds()).filter((kind) => kind.endsWith("line"));
    await family.when("the return", async () => (await comings()).length === 2, 5_000);
    expect(await comings()).toEqual(["went-offline", "came-online"]);
  });

  test("a report that arrives after the good-bye keeps nobody online who is gone", async () => {
    await using family = await aWatchedFamily();
    const { player, yoto } = family;
    player.holdPower();
    await family.when(
      "the good-bye",
      async () => !yoto.broker.connections().some(({ clientId }) => clientId === player.id),
      15_000,
    );
    yoto.broker.publish(`device/${player.id}/data/events`, { volume: 3, volumeMax: 16, eventUtc: 1 });
    await family.when("offline", async () => (await family.now()).presence.is === "offline", 30_000);
  });

  test("a player that answers after a mistaken good-bye stays online", async () => {
    await using family = await aWatchedFamily();
    await say(family, "offline");
    family.player.turnVolume(1);
    await family.time.advance(60_000);
    expect((await family.now()).presence.is).toBe("online");
    expect(await family.kinds()).not.toContain("went-offline");
  });

  test("switched off and on again", async () => {
    await using family = await aWatchedFamily();
    const { player } = family;
    player.holdPower();
    await family.when("offline", async () => (await family.now()).presence.is === "offline", 15_000);
    player.holdPower();
    await family.when("online again", async () => (await family.now()).presence.is === "online", 30_000);
    await family.when("the truth", family.isTrue, 3_000);
  });
});

describe("orders", () => {
  test("player offline during command: reported as such, not sent later", async () => {
    await using family = await aWatchedFamily();
    const { player, time } = family;
    player.holdPower();
    await family.when("offline", async () => (await family.now()).presence.is === "offline", 15_000);
    const order = await family.order(player.id, { do: "pause" });
    await family.when("the outcome", async () => (await family.outcome(order)) === "player-offline", 2_000);
    await time.advance(60_000);
    expect(
      family.yoto.journal
        .entries()
        .some((entry) => entry.kind === "mqtt" && entry.topic.endsWith("/card/pause")),
    ).toBe(false);
    expect(await family.told(player.id)).toContainEqual(
      expect.objectContaining({ kind: "order-settled", outcome: "player-offline", orderId: order.id }),
    );
  });

  test("a player that has just vanished: timed out or offline after eight seconds, and no acknowledgement is invented", async () => {
    await using family = await aWatchedFamily();
    family.player.loseWifi();
    const order = await family.order(family.player.id, { do: "set-volume", percent: 25 });
    await family.time.advance(9_000);
    expect(await family.outcome(order)).toMatch(/^(timed-out|player-offline)$/);
  });

  test("an order that waits for the connection is sent when it is back, and expires when that takes too long", async () => {
    await using family = await aWatchedFamily();
    const { yoto, time, player } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: 2,
    });
    yoto.broker.kickAll(true);
    const quick = await family.order(player.id, { do: "set-volume", percent: 25 }, 15_000);
    await family.when("the effect", async () => (await family.outcome(quick)) === "took-effect", 15_000);

    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    await family.when("the loss", () => family.listener.health(family.id)?.mqtt === "down", 3_000);
    const late = await family.order(player.id, { do: "set-volume", percent: 100 }, 5_000);
    await time.advance(6_000);
    expect(await family.outcome(late)).toBe("expired");
    yoto.faults.clear();
    await time.advance(90_000);
    expect(player.state().volume).toBe(4);
  });

  test("a refused command says so", async () => {
    await using family = await aWatchedFamily();
    const order = await family.order(family.player.id, { do: "play-card", yotoCardId: "nope0" as never });
    await family.when("the outcome", async () => (await family.outcome(order)) === "refused", 10_000);
  });

  test("an order that comes twice is sent once", async () => {
    await using family = await aWatchedFamily();
    const order = await family.order(family.player.id, { do: "set-volume", percent: 25 });
    await family.commands.send(order);
    await family.time.advance(3_000);
    const sent = family.yoto.journal
      .entries()
      .filter(
        (entry) =>
          entry.kind === "mqtt" && entry.direction === "to-broker" && entry.topic.endsWith("volume/set"),
      );
    expect(sent).toHaveLength(1);
  });
});

describe("the account", () => {
  test("players added and removed are noticed without a restart", async () => {
    await using family = await aWatchedFamily();
    const { time, yoto } = family;
    const added = await family.addPlayer(family.account, { name: "Bedroom" });
    await family.when(
      "the newcomer",
      async () => (await family.state(added.id))?.volumeSteps !== undefined,
      340_000,
    );
    expect(family.updates).toContainEqual({ of: "players" });
    await added[Symbol.asyncDispose]();
    yoto.devices.remove(added.device.deviceId);
    await time.advance(700_000);
    expect(await family.state(added.id)).toBeUndefined();
    expect(await family.state(family.player.id)).toBeDefined();
  });

  test("a player whose entry in the device list cannot be read is kept, and goes when Yoto says that it is gone", async () => {
    await using family = await aWatchedFamily();
    const { time, yoto } = family;
    const garbled = await family.addPlayer(family.account, { name: "Bedroom" });
    await family.when("the newcomer", async () => (await family.state(garbled.id)) !== undefined, 340_000);
    const body = JSON.stringify({
      devices: [
        { deviceId: family.player.id, name: "Kitchen", deviceFamily: "v3", online: true },
        { deviceId: { $oid: garbled.id }, name: "Bedroom", online: true },
      ],
    });
    const where = { path: "/device-v2/devices/mine" };
    yoto.faults.add({ where, what: { do: "status", status: 200, body }, times: "always" });
    const lookUps = { path: `/device-v2/${garbled.id}/config` };
    yoto.faults.add({ where: lookUps, what: { do: "status", status: 403 }, times: 3 });
    await time.advance(1_500_000);
    garbled.turnVolume(1);
    await time.advance(2_000);
    expect((await family.state(garbled.id))?.volumeSteps).toBe(garbled.state().volume);
    await garbled[Symbol.asyncDispose]();
    yoto.devices.remove(garbled.device.deviceId);
    await time.advance(1_000_000);
    expect(await family.state(garbled.id)).toBeUndefined();
    expect(await family.state(family.player.id)).toBeDefined();
  });

  test("an account linked or unlinked is noticed at once, without a restart", async () => {
    await using family = await aWatchedFamily();
    const { time, live, listener } = family;
    const second = await family.link({ name: "Kim" });
    const mini = await family.addPlayer(second.account, { name: "Mini" });
    live.publish({ of: "yoto-accounts" });
    await family.when(
      "its player",
      async () => (await family.state(mini.id))?.volumeSteps !== undefined,
      3_000,
    );
    await family.accounts.unlink(second.id);
    live.publish({ of: "yoto-accounts" });
    await family.when("its end", async () => (await family.state(mini.id)) === undefined, 3_000);
    await time.advance(30_000);
    expect(listener.board.accounts().map(({ accountId }) => accountId)).toEqual([family.id]);
    expect(family.yoto.broker.connections().filter(({ is }) => is === "client")).toHaveLength(1);
  });

  test("link again: told in health, without a storm, and healed by linking", async () => {
    await using family = await aWatchedFamily({ accessTokenSeconds: 60 });
    const { yoto, listener, id, time, account } = family;
    yoto.grants.revokeAll(account.sub);
    await time.advance(120_000);
    expect(listener.health(id)).toMatchObject({
      linked: "link-again",
      mqtt: "down",
      doing: expect.stringMatching(/link/i),
    });
    const before = family.tokenRequests().length;
    await time.advance(1_800_000);
    expect(family.tokenRequests().length).toBe(before);
    await family.relink(id, account);
    family.live.publish({ of: "yoto-accounts" });
    await family.when("a connection", () => listener.health(id)?.mqtt === "connected", 3_000);
    expect(listener.health(id)).toMatchObject({ linked: "linked", doing: "Listening" });
  });

  test("the right to listen missing: told once in health, nobody knocks at the broker, the rest works, and linking heals it", async () => {
    await using family = await aWatchedFamily();
    const { account, id, time, yoto } = family;
    await family.listener.stop();
    const linked = (await family.accounts.get(id))?.value;
    const { tokens, linkedBy } = linked ?? {};
    if (tokens === undefined || linkedBy === undefined) throw new Error("not linked");
    await family.accounts.link({ id, linkedBy, tokens, scopes: ["offline_access", "family:devices:view"] });
    const again = family.listen();
    await time.advance(900_000);
    expect(again.health(id)).toMatchObject({
      linked: "linked",
      mqtt: "down",
      doing: expect.stringContaining("family:devices:control"),
    });
    expect(again.clientIds).toEqual([]);
    family.player.holdPower();
    await time.advance(900_000);
    expect((await family.now()).presence.is).toBe("offline");
    expect(yoto.broker.connections().filter(({ is }) => is === "client")).toEqual([]);
    await family.relink(id, account);
    family.live.publish({ of: "yoto-accounts" });
    await family.when("a connection", () => again.health(id)?.mqtt === "connected", 3_000);
  });

  test("REST down at the start: players known from before are listened to all the same", async () => {
    await using family = await aWatchedFamily();
    await family.listener.stop();
    family.yoto.faults.add({
      where: { path: "/device-v2/**" },
      what: { do: "status", status: 503 },
      times: "always",
    });
    family.player.turnVolume(-2);
    const again = family.listen();
    await again.connected(family.id);
    await family.when("the truth", family.isTrue, 2_000);
  });

  test("while MQTT is down the device list and Yoto's record of the last report have to do", async () => {
    await using family = await aWatchedFamily();
    const { yoto, player, time } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    player.setBattery(41);
    await time.advance(700_000);
    const { batteryPercent } = (await family.now()).status;
    expect(batteryPercent).toBeGreaterThanOrEqual(41);
    expect(batteryPercent).toBeLessThan(60);
    player.holdPower();
    await time.advance(900_000);
    expect((await family.now()).presence.is).toBe("offline");
  });
});
