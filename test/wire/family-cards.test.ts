import { expect, test } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import type { Card, CardVersion, CardVersionDetail } from "../../src/http/schema/card.ts";
import type { CardGroup, FamilyCard, FamilyCardDetail } from "../../src/http/schema/family-card.ts";
import type { Page } from "../../src/http/schema/page.ts";
import { startCardWorld } from "./card-world.ts";

/** A card as another app writes it, with fields nobody here knows, over audio that is at Yoto. */
async function startWithAnotherApp() {
  const world = await startCardWorld();
  const made = await world.ask<Card>("POST", "/api/cards", {
    title: "Source",
    chapters: [{ audioId: await world.recording("Sea") }, { audioId: await world.recording("Wind") }],
  });
  await world.bake(made.id);
  const [sea, wind] = ((await world.atYoto(made)) as { content: { chapters: JsonObject[] } }).content
    .chapters;
  const chapter = (from: JsonObject | undefined, key: string, title: string) => ({
    ...from,
    key,
    title,
    mood: key,
  });
  const { yotoCardId, card } = await world.madeElsewhere({
    title: "Elsewhere",
    metadata: { author: "Them", note: "theirs", cover: { imageL: "https://x.example/c.jpg", tint: 3 } },
    content: {
      version: "1",
      activity: "yoto_Player",
      beta: { deep: [1, null] },
      chapters: [chapter(sea, "a", "Sea"), chapter(wind, "b", "Wind")],
    },
    theirs: { kept: true },
  });
  return { world, made, yotoCardId, card };
}

test("a card made elsewhere is edited without losing a field, kept as it was, and brought back", async () => {
  const { world, yotoCardId, card: before } = await startWithAnotherApp();
  await using _ = world;
  const path = `/api/library/cards/${yotoCardId}`;
  const shown = await world.ask<FamilyCardDetail>("GET", path);
  const edit = { title: "Night sea", chapters: [{ place: 1, title: "Storm" }, { place: 0 }], shuffle: true };
  const { changes } = await world.ask<{ changes: string[] }>("POST", `${path}/preview`, edit);
  expect(changes).toContain("The title “Elsewhere” becomes “Night sea”.");
  expect(changes).toContain("Chapter 1 “Wind” is renamed “Storm”.");
  expect(await world.ask<FamilyCardDetail>("GET", path)).toEqual(shown);

  await world.ask("PATCH", path, { ...edit, shown: shown.updatedAt });
  const after = await world.cloud.card(world.accessToken, yotoCardId);
  expect(after).toMatchObject({
    title: "Night sea",
    metadata: { author: "Them", note: "theirs", cover: { tint: 3 } },
    content: {
      beta: { deep: [1, null] },
      chapters: [
        { key: "b", title: "Storm", mood: "b" },
        { key: "a", title: "Sea", mood: "a" },
      ],
    },
    theirs: { kept: true },
  });
  expect((await world.send("PATCH", path, { title: "x", shown: shown.updatedAt })).status).toBe(409);

  const versions = `/api/cards/${yotoCardId}/versions`;
  const { items } = await world.ask<Page<CardVersion>>("GET", versions);
  expect(items).toMatchObject([{ title: "Elsewhere", before: "editing it" }]);
  const detail = await world.ask<CardVersionDetail>("GET", `${versions}/${items[0]?.atMs}`);
  expect(detail.changes).toContain("The title “Night sea” becomes “Elsewhere”.");
  await world.ask("POST", `${versions}/${items[0]?.atMs}/restore`, { shown: detail.updatedAt });
  const { updatedAt: _now, ...restored } = (await world.cloud.card(world.accessToken, yotoCardId)) ?? {};
  const { updatedAt: _then, ...was } = before;
  expect(restored).toEqual(was);
});

test("audio of a card made elsewhere goes onto a card of ours, and copies stand on their own", async () => {
  const { world, yotoCardId, made } = await startWithAnotherApp();
  await using _ = world;
  const mixed = await world.ask<Card>("POST", "/api/cards", {
    title: "Mixed",
    chapters: [{ yotoCardId, place: 1 }, { audioId: await world.recording("Ours") }],
  });
  expect(mixed).toMatchObject({ playsFrom: "both", chapters: [{ title: "Wind" }, { title: "Ours" }] });
  const copy = await world.ask<Card>("POST", `/api/cards/${made.id}/duplicate`, {});
  expect(copy).toMatchObject({ title: "Source (copy)", pending: false });
  expect(copy.published).toBeUndefined();
  await world.ask("POST", `/api/cards/${copy.id}/publish`, {});
  await world.ask("PATCH", `/api/cards/${copy.id}`, { chapters: [{ key: "02" }] });
  expect((await world.ask<Card>("GET", `/api/cards/${made.id}`)).chapters).toHaveLength(2);
  const { yotoCardId: twin } = await world.ask<{ yotoCardId: string }>(
    "POST",
    `/api/library/cards/${yotoCardId}/duplicate`,
    { title: "Twin" },
  );
  const { items } = await world.ask<Page<FamilyCard>>("GET", "/api/library/cards");
  expect(items.map(({ title, made }) => `${title} ${made}`).toSorted()).toEqual([
    "Elsewhere elsewhere",
    "Mixed here",
    "Source (copy) here",
    "Source here",
    "Twin elsewhere",
  ]);
  expect(items.find((each) => each.yotoCardId === twin)?.title).toBe("Twin");
});

test("groups are made once, renamed, put in order and taken away", async () => {
  const { world, yotoCardId, made } = await startWithAnotherApp();
  await using _ = world;
  const own = made.published?.yotoCardId ?? "";
  world.yoto.faults.add({
    where: { method: "POST", path: "/card/family/library/groups" },
    what: { do: "lost-response" },
  });
  const group = await world.ask<CardGroup>("POST", "/api/library/groups", { name: "Bed", cards: [own] });
  const path = `/api/library/groups/${group.id}`;
  await world.ask("PATCH", path, { name: "Bedtime", cards: [yotoCardId, own, "zzzzz"] });
  const { items } = await world.ask<{ items: CardGroup[] }>("GET", "/api/library/groups");
  expect(items).toEqual([{ id: group.id, name: "Bedtime", cards: [yotoCardId, own] }]);
  await world.ask("DELETE", path);
  expect(await world.ask("GET", "/api/library/groups")).toEqual({ items: [] });
});
