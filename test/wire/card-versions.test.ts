import { expect, test } from "vitest";
import { CardId, YotoAccountId, YotoCardId } from "../../src/domain/ids.ts";
import type { Card, CardVersionDetail } from "../../src/http/schema/card.ts";
import { startCardWorld } from "./card-world.ts";

const unlinked = YotoAccountId("auth0|unlinked");

test("a version of a family that is no longer linked is shown, and comes back as a card of the family that is", async () => {
  await using world = await startCardWorld();
  const chapters = [{ audioId: await world.recording("Bear") }];
  const card = await world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters });
  const json = await world.atYoto(card);
  const { cards, cardBackups, accounts } = world.app.stores;
  const found = await cards.get(CardId(card.id));
  if (found?.value.published === undefined) throw new Error("it was published");
  const { published } = found.value;
  // As it stands for who linked another family since: the card was made for the first.
  await cards.save({ ...found.value, published: { ...published, accountId: unlinked } }, found.version);
  const then = { accountId: unlinked, takenAtMs: 1000, before: "renaming it" };
  const yotoCardId = published.yotoCardId;
  if (published.as === undefined) throw new Error("what it was is noted");
  await cardBackups.add({ ...then, of: CardId(card.id), yotoCardId, json, face: published.as });
  await cardBackups.add({ ...then, of: YotoCardId("elsewhere"), yotoCardId: YotoCardId("elsewhere"), json });

  for (const id of [card.id, "elsewhere"]) {
    const path = `/api/cards/${id}/versions/1000`;
    const version = await world.ask<CardVersionDetail>("GET", path);
    expect(version).toMatchObject({ title: "Bedtime", chapterTitles: ["Bear"] });
    expect(version.changes).toEqual([
      "Its Yoto family is no longer linked here: the card is made for the family that is, with a new id.",
    ]);
    const back = await world.ask<{ yotoCardId: string }>("POST", `${path}/restore`, {});
    expect((await world.mine()).map((each) => each.yotoCardId)).toContain(back.yotoCardId);
    expect(back.yotoCardId).not.toBe(yotoCardId);
  }
  expect((await cards.get(CardId(card.id)))?.value.published?.accountId).toBe(world.accountId);

  await accounts.unlink(world.accountId);
  const alone = await world.ask<CardVersionDetail>("GET", "/api/cards/elsewhere/versions/1000");
  expect(alone.changes).toEqual([
    "Its Yoto family is no longer linked here. Link one in the settings to bring this version back.",
  ]);
});

test("a version that comes back takes what it plays out of the trash, and the card is not told that more is gone", async () => {
  await using world = await startCardWorld();
  const [bear, owl] = [await world.recording("Bear"), await world.recording("Owl")];
  const card = await world.ask<Card>("POST", "/api/cards", {
    title: "Bedtime",
    chapters: [{ audioId: bear }],
  });
  await world.atYoto(card);
  const path = `/api/cards/${card.id}`;
  const { chapters } = await world.ask<Card>("PATCH", path, { chapters: [{ audioId: owl }] });
  await world.ask("POST", `${path}/publish`, {});
  await world.ask("POST", "/api/audio/trash", { ids: [bear], force: true });
  // Its own list still has the bear, whom no chapter plays.
  const { findings } = await world.ask<{ findings: { code: string }[] }>("POST", `${path}/check`, {});
  expect(findings.map(({ code }) => code)).not.toContain("recordings-gone");
  const more = await world.ask<Card>("PATCH", path, {
    chapters: [{ key: chapters[0]?.key }, { audioId: await world.recording("Fox") }],
  });
  expect(more.chapters).toHaveLength(2);

  const { items } = await world.ask<{ items: { atMs: number }[] }>("GET", `${path}/versions`);
  await world.ask("POST", `${path}/versions/${items.at(-1)?.atMs}/restore`, {});
  const { items: pieces } = await world.ask<{ items: { id: string }[] }>("GET", "/api/audio");
  expect(pieces.map(({ id }) => id)).toContain(bear);
});

test("a card that was deleted comes back among our own, with its stream, and can be changed and brought to Yoto as before", async () => {
  await using world = await startCardWorld();
  const [bear, owl] = [await world.recording("Bear"), await world.recording("Owl")];
  const made = await world.ask<Card>("POST", "/api/cards", {
    title: "Bedtime",
    chapters: [{ audioId: bear }],
  });
  const json = await world.atYoto(made);
  const path = `/api/cards/${made.id}`;
  const { cards } = world.app.stores;
  const before = (await cards.get(CardId(made.id)))?.value;
  await world.ask("DELETE", path);
  expect(await cards.get(CardId(made.id))).toBeUndefined();

  const { items } = await world.ask<{ items: { atMs: number }[] }>("GET", `${path}/versions`);
  const back = await world.ask<{ yotoCardId: string }>(
    "POST",
    `${path}/versions/${items[0]?.atMs}/restore`,
    {},
  );
  const after = (await cards.get(CardId(made.id)))?.value;
  expect(after).toMatchObject({
    title: "Bedtime",
    chapters: before?.chapters ?? [],
    ownStreamId: before?.ownStreamId,
    createdAtMs: before?.createdAtMs,
    published: { yotoCardId: back.yotoCardId },
  });
  expect(back.yotoCardId).not.toBe(before?.published?.yotoCardId);
  const again = await world.atYoto(await world.ask<Card>("GET", path));
  expect(again["content"]).toEqual(json["content"]);

  await world.ask<Card>("PATCH", path, { chapters: [{ audioId: owl }] });
  await world.ask("POST", `${path}/publish`, {});
  expect(JSON.stringify(await world.atYoto(await world.ask<Card>("GET", path)))).toContain("Owl");
  expect((await world.mine()).filter(({ title }) => title === "Bedtime")).toHaveLength(1);
});

test("a deleted card whose restoring Yoto does not take is among our own all the same, and is brought there by another try", async () => {
  await using world = await startCardWorld();
  const chapters = [{ audioId: await world.recording("Bear") }];
  const made = await world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters });
  const path = `/api/cards/${made.id}`;
  await world.atYoto(made);
  await world.ask("DELETE", path);
  const { items } = await world.ask<{ items: { atMs: number }[] }>("GET", `${path}/versions`);
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "status", status: 400 } });
  await expect(world.ask("POST", `${path}/versions/${items[0]?.atMs}/restore`, {})).rejects.toThrow();
  expect(await world.ask<Card>("GET", path)).toMatchObject({ title: "Bedtime" });
  world.yoto.faults.clear();
  await world.ask("POST", `${path}/publish`, {});
  expect((await world.mine()).filter(({ title }) => title === "Bedtime")).toHaveLength(1);
});
