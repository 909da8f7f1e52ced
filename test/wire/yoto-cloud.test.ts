import { expect, test } from "vitest";
import type { Card } from "../../src/domain/cards/card.ts";
import { CardId, PlayerId, StreamId, YotoCardId } from "../../src/domain/ids.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

const aCard = (title = "Our card"): Card => ({
  id: CardId("c1"),
  title,
  chapters: [{ key: "01", title: "One", plays: { from: "stream", streamId: StreamId("s1"), slot: "01" } }],
  createdAtMs: 0,
  changedAtMs: 0,
});

test("the account's players are listed with family and presence, under our own name as client", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  expect(await world.cloud.devices(accessToken)).toEqual({
    devices: [
      { playerId: world.playerId, name: "Kitchen Yoto", family: "v3", deviceType: "v3e", online: false },
    ],
    unreadable: 0,
  });
  expect(world.requests("GET", "/device-v2")[0]?.requestHeaders["user-agent"]).toBe(
    "yoto-smart-stream/1.2.3",
  );
});

test("a player's configuration is read, changed and written without losing a field", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.device.config = { ...world.device.config, inventedTomorrow: "kept" };
  const before = structuredClone(world.device.config);
  const details = await world.cloud.playerDetails(accessToken, world.playerId);
  if (details === undefined) throw new Error("no details");
  const config = { ...details.config, settings: { ...details.config.settings, dayMaxVolumeSteps: 9 } };
  await world.cloud.putPlayerConfig(accessToken, world.playerId, { name: "Kitchen", config });
  expect(world.device.config).toEqual({ ...before, maxVolumeLimit: "9" });
  expect(world.device.name).toBe("Kitchen");
});

test("a player that is not there, or somebody else's, is absent", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const theirs = world.yoto.devices.add({
    familyId: world.yoto.accounts.add({ name: "Kim" }).familyId,
    model: "mini",
  });
  expect(await world.cloud.playerDetails(accessToken, PlayerId("y2nobody"))).toBeUndefined();
  expect(await world.cloud.playerDetails(accessToken, PlayerId(theirs.deviceId))).toBeUndefined();
  expect(await world.cloud.playerDetails(accessToken, PlayerId("../../content/mine"))).toBeUndefined();
});

test("shortcuts are written with what we do not know of them, and a status can be asked for", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const details = await world.cloud.playerDetails(accessToken, world.playerId);
  if (details === undefined) throw new Error("no details");
  await world.cloud.putShortcuts(accessToken, world.playerId, {
    ...details.shortcuts,
    day: [{ plays: "track", yotoCardId: YotoCardId("7JtVV"), chapterKey: "01", trackKey: "01" }],
  });
  expect(await world.cloud.playerDetails(accessToken, world.playerId)).toMatchObject({
    shortcuts: { day: [{ yotoCardId: "7JtVV" }], night: details.shortcuts.night },
  });
  await world.cloud.requestPlayerStatus(accessToken, world.playerId);
  expect(world.requests("POST", `/device-v2/${world.playerId}/command/status`)).toHaveLength(1);
});

test("a card of ours is composed, created, read, listed, replaced and deleted", async () => {
  await using world = await startPretendWorld();
  const { cloud } = world;
  const { accessToken } = await world.link();
  const composed = await cloud.composeCard(aCard(), (key) => `https://stories.example.org/s/x/${key}.mp3`);
  if (!composed.ok) throw new Error("not composed");
  const { yotoCardId } = await cloud.writeCard(accessToken, composed.card);
  expect(yotoCardId).toMatch(/^[A-Za-z0-9]{5}$/);
  const read = await cloud.card(accessToken, yotoCardId);
  expect(read).toMatchObject({ title: "Our card", content: { version: "1", config: { onlineOnly: true } } });
  await cloud.writeCard(accessToken, { ...read, cardId: yotoCardId, title: "Renamed" });
  expect(await cloud.cards(accessToken)).toMatchObject([{ yotoCardId, title: "Renamed", deleted: false }]);
  expect(await cloud.ownedCard(accessToken, yotoCardId)).toMatchObject({
    ownership: { cardIsMadeByUser: true },
  });
  await cloud.deleteCard(accessToken, yotoCardId);
  expect(await cloud.card(accessToken, yotoCardId)).toBeUndefined();
  expect(await failureOf(cloud.deleteCard(accessToken, yotoCardId))).toMatchObject({ kind: "not-found" });
});

test("a deleted card cannot be restored, and Yoto's own sentence is told", async () => {
  await using world = await startPretendWorld();
  const { cloud } = world;
  const { accessToken } = await world.link();
  const composed = await cloud.composeCard(aCard(), () => "https://stories.example.org/s/x/01.mp3");
  if (!composed.ok) throw new Error("not composed");
  const { yotoCardId } = await cloud.writeCard(accessToken, composed.card);
  await cloud.deleteCard(accessToken, yotoCardId);
  expect(
    await failureOf(cloud.writeCard(accessToken, { ...composed.card, cardId: yotoCardId })),
  ).toMatchObject({
    kind: "rejected",
    detail: "Deleted card cannot be restored",
  });
});

test("groups come as a bare list and can be created, changed and deleted", async () => {
  await using world = await startPretendWorld();
  const { cloud } = world;
  const { accessToken } = await world.link();
  const composed = await cloud.composeCard(aCard(), () => "https://stories.example.org/s/x/01.mp3");
  if (!composed.ok) throw new Error("not composed");
  const { yotoCardId } = await cloud.writeCard(accessToken, composed.card);
  const made = await cloud.createGroup(accessToken, {
    name: "Bedtime",
    imageId: "fp-cards",
    cards: [yotoCardId],
  });
  expect(await cloud.groups(accessToken)).toMatchObject([
    { id: made.id, name: "Bedtime", cards: [{ yotoCardId }] },
  ]);
  await cloud.replaceGroup(accessToken, made.id, { name: "Car", imageId: "fp-cards", cards: [] });
  expect(await cloud.group(accessToken, made.id)).toMatchObject({ name: "Car", cards: [] });
  await cloud.deleteGroup(accessToken, made.id);
  expect(await cloud.group(accessToken, made.id)).toBeUndefined();
});

test("the family's library and its members are read", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const composed = await world.cloud.composeCard(aCard(), () => "https://stories.example.org/s/x/01.mp3");
  if (!composed.ok) throw new Error("not composed");
  const { yotoCardId } = await world.cloud.writeCard(accessToken, composed.card);
  expect(await world.cloud.familyLibrary(accessToken)).toMatchObject([
    { yotoCardId, title: "Our card", inFamilyLibrary: false, category: "stories" },
  ]);
  expect(await world.cloud.family(accessToken)).toEqual({
    familyId: world.account.familyId,
    members: [{ email: world.account.email, name: "Robin" }],
  });
});
