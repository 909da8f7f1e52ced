import { expect, test } from "vitest";
import { PlayerId, UserName, YotoAccountId, YotoCardId } from "../../src/domain/ids.ts";
import type { PlayerState } from "../../src/domain/players/player-state.ts";
import { keepLinkedAccount } from "../../src/usecases/yoto-accounts/keep-linked-account.ts";
import { anApp, silentMp3 } from "../http/an-app.ts";
import { startPretendWorld } from "./pretend-world.ts";

async function aFamily() {
  const world = await startPretendWorld();
  const rig = anApp({ yotoUrl: world.yoto.url, clock: world.clock });
  const cookie = await rig.setUp();
  const tokens = await world.link();
  await keepLinkedAccount(rig.deps, tokens, UserName("anna"));
  const send = async (method: string, path: string, json?: object) => {
    const answer = await rig.ask(method, path, { cookie, ...(json && { json }) });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const add = async (title: string, seed: number) => {
    const answer = await rig.ask("PUT", `/api/audio?name=x.mp3&title=${title}`, {
      cookie,
      body: silentMp3(100, seed),
    });
    return JSON.parse(await answer.text()).audio.id as string;
  };
  const audio = [await add("One", 1), await add("Two", 2), await add("Three", 3)];
  return { world, ...rig, cookie, send, audio, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** A player in the middle of the second chapter. */
function playing(playerId: string, yotoCardId: string, atMs: number, seconds = 1): PlayerState {
  return {
    playerId: PlayerId(playerId),
    accountId: YotoAccountId("set by the test"),
    name: "Kitchen",
    family: "v3",
    presence: { is: "online", sinceMs: 0 },
    playback: {
      status: "playing",
      cardId: YotoCardId(yotoCardId),
      chapter: { key: "02", title: "Two" },
      track: { key: "02", title: "Two", seconds: 100 },
      position: { seconds, atMs },
    },
    volumeSteps: 8,
    volumeMaxSteps: 16,
    status: { batteryPercent: 80 },
  };
}

test("a card of three recordings is at Yoto as a streaming card whose addresses are ours", async () => {
  await using family = await aFamily();
  const { status, body: card } = await family.send("POST", "/api/cards", {
    title: "Night",
    audio: family.audio,
  });
  expect(status).toBe(201);
  expect(card).toMatchObject({ title: "Night", published: { accountId: family.world.account.sub } });
  const kept = family.world.yoto.cards.get(card.published.yotoCardId);
  const text = JSON.stringify(kept);
  expect(kept).toMatchObject({
    title: "Night",
    content: { chapters: [{ title: "One" }, { title: "Two" }, {}] },
  });
  expect(text.match(/http:\/\/localhost:8080\/s\/[\w-]{22}\/0[123]\.mp3/g)).toHaveLength(3);
  expect(text).toContain('"type":"stream"');
});

test("a deleted card is gone at Yoto too, and its JSON is kept", async () => {
  await using family = await aFamily();
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  expect((await family.send("DELETE", `/api/cards/${card.id}`)).status).toBe(204);
  expect(family.world.yoto.cards.get(card.published.yotoCardId)?.deleted).toBe(true);
  const backups = await family.stores.cardBackups.of(card.id);
  expect(backups.records[0]?.value).toMatchObject({ before: "deleting it", json: { title: "Night" } });
  expect((await family.send("GET", "/api/cards")).body.items).toEqual([]);
});

test("a card whose addresses changed is published anew over itself, and what stood there is kept", async () => {
  await using family = await aFamily();
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  const { yotoCardId } = card.published;
  const before = JSON.stringify(family.world.yoto.cards.get(yotoCardId)?.content);
  const [{ streamId }] = card.chapters.map((each: { plays: { streamId: string } }) => each.plays);
  await family.send("POST", `/api/streams/${streamId}/secret`);
  const { status, body } = await family.send("POST", `/api/cards/${card.id}/publish`, {});
  expect([status, body.published.yotoCardId]).toEqual([200, yotoCardId]);
  const after = JSON.stringify(family.world.yoto.cards.get(yotoCardId)?.content);
  const { body: stream } = await family.send("GET", `/api/streams/${streamId}`);
  expect(after).not.toBe(before);
  for (const { url } of stream.slots) expect(after).toContain(url);
  const backups = await family.stores.cardBackups.of(card.id);
  expect(backups.records).toMatchObject([{ value: { before: "writing it anew", yotoCardId } }]);
});

test("a card that was deleted at Yoto is made anew when it is published", async () => {
  await using family = await aFamily();
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  family.world.yoto.cards.delete(card.published.yotoCardId);
  const { body } = await family.send("POST", `/api/cards/${card.id}/publish`, {});
  expect(body.published.yotoCardId).not.toBe(card.published.yotoCardId);
  expect(family.world.yoto.cards.get(body.published.yotoCardId)).toMatchObject({ title: "Night" });
});

test("a card of a family that is not linked any more is made for the one that is", async () => {
  await using family = await aFamily();
  const { stores, world } = family;
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  const found = await stores.cards.get(card.id);
  if (found?.value.published === undefined) throw new Error("it is not published");
  const elsewhere = { ...found.value.published, accountId: YotoAccountId("auth0|unlinked") };
  await stores.cards.save({ ...found.value, published: elsewhere }, found.version);
  const { status, body } = await family.send("POST", `/api/cards/${card.id}/publish`, {});
  expect([status, body.published?.accountId]).toEqual([200, world.account.sub]);
  expect(body.published.yotoCardId).not.toBe(card.published.yotoCardId);
  expect(world.yoto.cards.get(body.published.yotoCardId)).toMatchObject({ title: "Night" });
});

test("a card that Yoto refuses is told as Yoto's no, and no half of it stays here", async () => {
  await using family = await aFamily();
  family.world.yoto.faults.add({ where: { path: "/content" }, what: { do: "status", status: 400 } });
  const { status, body } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  expect([status, body.error.code]).toEqual([422, "yoto-rejected"]);
  expect((await family.send("GET", "/api/cards")).body.items).toEqual([]);
});

test("Yoto being away is told as that, never as a fault of ours", async () => {
  await using family = await aFamily();
  family.world.yoto.faults.add({
    where: { path: "/content" },
    what: { do: "status", status: 503 },
    times: 50,
  });
  const { status, body } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  expect([status, body.error.code]).toEqual([502, "yoto-unavailable"]);
});

test.each([
  ["nothing to play", { title: "x" }],
  ["two things at once", { title: "x", text: "hello", streamId: "y" }],
  ["recordings that are not there", { title: "x", audio: ["nope"] }],
])("a card of %s is refused", async (_, wanted) => {
  await using family = await aFamily();
  expect((await family.send("POST", "/api/cards", wanted)).body.error.code).toBe("invalid-request");
});

test("without a voice, a text is refused as what this server cannot do", async () => {
  await using family = await aFamily();
  expect((await family.send("POST", "/api/cards", { title: "x", text: "Hello" })).status).toBe(501);
});

test("next, previous and seek start the same card where they lead", async () => {
  await using family = await aFamily();
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  const { yotoCardId, accountId } = card.published;
  const nowMs = family.clock.nowMs();
  const { playerId } = family.world;
  await family.stores.watchedPlayers.write(
    { fence: 1, unrecorded: [], unsettled: [], ...playing(playerId, yotoCardId, nowMs), accountId },
    undefined,
  );
  const ordered = async (json: object) => {
    const { status, body } = await family.send("POST", `/api/players/${playerId}/control`, json);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ success: true, player_id: playerId });
    return (await family.stores.orders.get(body.order.id))?.value.order.command;
  };
  const start = { do: "play-card", yotoCardId };
  expect(await ordered({ action: "next" })).toEqual({
    ...start,
    chapterKey: "03",
    trackKey: "03",
    fromSeconds: 0,
  });
  expect(await ordered({ action: "previous" })).toEqual({
    ...start,
    chapterKey: "01",
    trackKey: "01",
    fromSeconds: 0,
  });
  expect(await ordered({ action: "seek", seconds: 42 })).toEqual({
    ...start,
    chapterKey: "02",
    trackKey: "02",
    fromSeconds: 42,
  });
  expect(await ordered({ action: "seek", seconds: 4000 })).toMatchObject({ fromSeconds: 99 });
  expect(await ordered({ action: "volume", percent: 30 })).toEqual({ do: "set-volume", percent: 30 });
  expect(await ordered({ action: "volume", volume: 8 })).toEqual({ do: "set-volume", percent: 50 });
  expect(await ordered({ action: "play" })).toEqual({ do: "resume" });
  expect(await ordered({ action: "play-card", cardId: card.id, fromSeconds: 0 })).toEqual({
    ...start,
    fromSeconds: 0,
  });
});

test("what cannot be ordered is refused with what is missing", async () => {
  await using family = await aFamily();
  const { playerId } = family.world;
  const control = async (id: string, json: object) =>
    (await family.send("POST", `/api/players/${id}/control`, json)).body.error?.code;
  expect(await control(playerId, { action: "pause" })).toBe("not-found");
  const { playback: _, ...rest } = playing(playerId, "xxxxx", 0);
  const accountId = YotoAccountId(family.world.account.sub);
  await family.stores.watchedPlayers.write(
    { fence: 1, unrecorded: [], unsettled: [], ...rest, accountId, playback: { status: "stopped" } },
    undefined,
  );
  expect(await control(playerId, { action: "next" })).toBe("nothing-playing");
  expect(await control(playerId, { action: "volume" })).toBe("invalid-request");
  expect(await control(playerId, { action: "dance" })).toBe("invalid-request");
  expect(await control(playerId, { action: "play-card" })).toBe("invalid-request");
});

test("players are told with the card they play, as soon as Yoto has said what it is", async () => {
  await using family = await aFamily();
  const { body: card } = await family.send("POST", "/api/cards", { title: "Night", audio: family.audio });
  const { yotoCardId, accountId } = card.published;
  const { playerId } = family.world;
  await family.stores.watchedPlayers.write(
    {
      fence: 1,
      unrecorded: [],
      unsettled: [],
      ...playing(playerId, yotoCardId, family.clock.nowMs()),
      accountId,
    },
    undefined,
  );
  const told = new AbortController();
  const updates = family.deps.liveUpdates.subscribe(told.signal);
  const { body: first } = await family.send("GET", "/api/players");
  expect(first.items[0].playback).toMatchObject({
    card: { yotoCardId },
    chapter: { key: "02", title: "Two" },
  });
  for await (const update of updates) if (update.of === "players") break;
  told.abort();
  const { body: second } = await family.send("GET", `/api/players/${playerId}`);
  expect(second).toMatchObject({
    name: "Kitchen",
    online: true,
    playback: { card: { title: "Night", cardId: card.id, chapters: 3 } },
    volume: { steps: 8, percent: 50, maxSteps: 16, maxPercent: 100 },
    battery: { percent: 80 },
    capabilities: { ambientLight: true },
  });
});
