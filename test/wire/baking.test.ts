import { expect, test } from "vitest";
import { CardId } from "../../src/domain/ids.ts";
import type { Card, CardPreview, CardState, CardVersion } from "../../src/http/schema/card.ts";
import type { Page } from "../../src/http/schema/page.ts";
import { YotoTrouble } from "../../src/ports/yoto-trouble.ts";
import { publishCard } from "../../src/usecases/cards/publish-card.ts";
import { startCardWorld } from "./card-world.ts";
import { failureOf } from "./pretend-world.ts";

const icon = "xV2a9v63mNcsYy5QYsBhlmK5MXgoM5Fuk8ed4nQqcUg";
type Track = { trackUrl: string; type: string; format: string };
type Chapter = {
  key: string;
  title: string;
  hasStreams: boolean;
  display: { icon16x16: string };
  tracks: Track[];
};
const chaptersOf = (json: unknown) => (json as { content: { chapters: Chapter[] } }).content.chapters;
const keep = (json: unknown) =>
  chaptersOf(json).map(({ key, title, display, tracks }) => ({ key, title, display, tracks: tracks.length }));

async function aCard(world: Awaited<ReturnType<typeof startCardWorld>>, titles = ["Bear", "Whale"]) {
  const chapters = [];
  for (const title of titles) chapters.push({ audioId: await world.recording(title), icon });
  return world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters });
}

test("from streaming to Yoto and back and to Yoto again a card keeps its id, keys, titles and icons", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world);
  const streaming = await world.atYoto(card);
  expect(chaptersOf(streaming).every(({ tracks: [track] }) => track?.type === "stream")).toBe(true);

  const first = await world.bake(card.id);
  expect(first.outcome).toMatchObject({ ok: true, result: { yotoCardId: card.published?.yotoCardId } });
  const baked = await world.atYoto(card);
  expect(keep(baked)).toEqual(keep(streaming));
  for (const { hasStreams, tracks } of chaptersOf(baked)) {
    expect(hasStreams).toBe(false);
    expect(tracks).toMatchObject([
      { type: "audio", format: "opus", trackUrl: expect.stringMatching(/^yoto:#/) },
    ]);
  }
  expect(await world.ask("GET", `/api/cards/${card.id}`)).toMatchObject({
    playsFrom: "yoto",
    pending: false,
  });

  await world.ask("POST", `/api/cards/${card.id}/stream`, {});
  const again = await world.atYoto(card);
  expect(keep(again)).toEqual(keep(streaming));
  expect(chaptersOf(again).map(({ tracks }) => tracks[0]?.trackUrl)).toEqual(
    chaptersOf(streaming).map(({ tracks }) => tracks[0]?.trackUrl),
  );
  expect(await world.ask<CardState>("GET", `/api/cards/${card.id}/state`)).toMatchObject({
    chapters: [
      { playsFrom: "here", keptAt: "both" },
      { playsFrom: "here", keptAt: "both" },
    ],
  });

  const sentBefore = world.requests("PUT", "/uploads/").length;
  expect((await world.bake(card.id)).outcome).toMatchObject({ ok: true });
  expect(world.requests("PUT", "/uploads/")).toHaveLength(sentBefore);
  expect(keep(await world.atYoto(card))).toEqual(keep(streaming));
  expect(await world.mine()).toHaveLength(1);
});

test("a transcode that stands still is told, the card plays as before, and another try goes on with what is missing", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world, ["One", "Two", "Three"]);
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "stall" } });
  const { id: jobId } = await world.ask<{ id: string }>("POST", `/api/cards/${card.id}/bake`, {});
  const stalled = await world.runs(jobId);
  expect(stalled.outcome).toMatchObject({
    ok: false,
    why: expect.stringMatching(/^Yoto stopped preparing “\w+” at 37 %\.$/),
    hint: expect.stringContaining("goes on with what is missing"),
  });
  expect(await world.ask("GET", `/api/cards/${card.id}`)).toMatchObject({ playsFrom: "this-server" });

  const asked = world.requests("GET", "/media/transcode/audio/uploadUrl").length;
  const resumed = await world.runs(jobId);
  expect(resumed.outcome).toMatchObject({ ok: true });
  // Two were there. The third: Yoto has its bytes, and tells so with an address that is null.
  expect(world.requests("GET", "/media/transcode/audio/uploadUrl")).toHaveLength(asked + 1);
  expect(await world.ask("GET", `/api/cards/${card.id}`)).toMatchObject({ playsFrom: "yoto" });
});

test("audio that Yoto cannot prepare is told by name, and the card stays as it is", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world, ["Broken"]);
  const before = await world.atYoto(card);
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "fail", phase: "error" } });
  const { outcome } = await world.bake(card.id);
  expect(outcome).toMatchObject({ ok: false, why: expect.stringContaining("could not prepare “Broken”") });
  expect(await world.atYoto(card)).toEqual(before);
});

test("ten minutes at the transcoder are waited for, with words for who watches", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world, ["Long book"]);
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "slow", ms: 600_000 } });
  const { outcome, said } = await world.bake(card.id);
  expect(outcome).toMatchObject({ ok: true });
  expect(said).toContain("Chapter 1 of 1, “Long book”: Yoto prepares it, 50 %");
});

test("a job that was stopped in the middle goes on where it was", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world);
  const { id: jobId } = await world.ask<{ id: string }>("POST", `/api/cards/${card.id}/bake`, {});
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "slow", ms: 60_000 } });
  const stop = new AbortController();
  const running = world.runs(jobId, stop.signal);
  stop.abort(new Error("the worker's time is up"));
  expect((await running).outcome).toMatchObject({ message: "the worker's time is up" });
  expect((await world.runs(jobId)).outcome).toMatchObject({ ok: true });
});

test.each([
  ["a lost answer", { do: "lost-response" }],
  ["an answer cut in half", { do: "truncated" }],
  ["an error 503 that lies", { do: "status", status: 503, afterWork: true }],
] as const)("%s to making a card leaves one card", async (_what, fault) => {
  await using world = await startCardWorld();
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: fault });
  const card = await aCard(world);
  expect(await world.mine()).toMatchObject([{ yotoCardId: card.published?.yotoCardId }]);
});

test("a card whose making was never heard the end of is found when it is published again", async () => {
  await using world = await startCardWorld();
  const chapters = [{ audioId: await world.recording("Bear") }];
  const { id } = await world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters, draft: true });
  const { cloud } = world.app.deps;
  let written = false;
  const lost = new YotoTrouble("unavailable", "Yoto did not answer", { answerLost: true });
  const dying = {
    ...cloud,
    writeCard: async (...call: Parameters<typeof cloud.writeCard>) => {
      await cloud.writeCard(...call);
      written = true;
      throw lost;
    },
    cards: async (token: string) => {
      if (written) throw lost;
      return cloud.cards(token);
    },
  };
  expect(await failureOf(publishCard({ ...world.app.deps, cloud: dying }, CardId(id)))).toBe(lost);
  const [there] = await world.mine();
  const published = await world.ask<Card>("POST", `/api/cards/${id}/publish`, {});
  expect(published.published?.yotoCardId).toBe(there?.yotoCardId);
  expect(await world.mine()).toHaveLength(1);
});

test("what is too long for Yoto is told before anything is sent, and one click splits it", async () => {
  await using world = await startCardWorld();
  const audioId = await world.recording("Long", 1000); // 26 s
  await world.app.stores.settings.set("card-limits", {
    ...(await world.app.stores.settings.get("card-limits")).value,
    trackSeconds: 15,
  });
  const card = await world.ask<Card>("POST", "/api/cards", { title: "Book", chapters: [{ audioId }] });
  const refused = await world.send("POST", `/api/cards/${card.id}/bake`, {});
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: {
      code: "card-too-large",
      message: expect.stringContaining("Split it in two."),
      details: [{ chapterKey: "01", splitInto: 2 }],
    },
  });
  expect(world.requests("GET", "/media/transcode")).toEqual([]);

  const split = await world.ask<Card>("POST", `/api/cards/${card.id}/chapters/01/split`, {});
  expect(split.chapters.map(({ title }) => title)).toEqual(["Long (1 of 2)", "Long (2 of 2)"]);
  const { chapters, problems } = await world.ask<CardState>("GET", `/api/cards/${card.id}/state`);
  expect(problems).toEqual([]);
  expect(chapters.reduce((sum, { bytes = 0 }) => sum + bytes, 0)).toBe(1000 * 417);
  expect((await world.bake(card.id)).outcome).toMatchObject({ ok: true });
});

test("a change is shown in words before it is written, and an earlier version comes back whole", async () => {
  await using world = await startCardWorld();
  const card = await aCard(world);
  const path = `/api/cards/${card.id}`;
  await world.ask("PATCH", path, {
    title: "Night",
    shuffle: true,
    chapters: [{ key: "02", title: "Blue whale" }, { key: "01" }],
  });
  expect(await world.ask("GET", path)).toMatchObject({ pending: true, title: "Night" });
  const preview = await world.ask<CardPreview>("GET", `${path}/preview`);
  expect(preview.changes).toEqual([
    "The title “Bedtime” becomes “Night”.",
    "Chapter 1 “Whale” is renamed “Blue whale”.",
    "The order becomes: Blue whale, Bear.",
    "Chapters play in mixed order.",
  ]);
  const before = await world.atYoto(card);
  const stale = await world.send("POST", `${path}/publish`, { shown: "2001-01-01T00:00:00.000Z" });
  expect(stale.status).toBe(409);
  expect(await world.atYoto(card)).toEqual(before);
  await world.ask("POST", `${path}/publish`, { shown: preview.updatedAt });
  expect(await world.ask("GET", `${path}/preview`)).toMatchObject({ changes: [] });

  const { items } = await world.ask<Page<CardVersion>>("GET", `${path}/versions`);
  expect(items).toMatchObject([{ title: "Bedtime", chapters: 2, before: "writing it anew" }]);
  await world.ask("POST", `${path}/versions/${items[0]?.atMs}/restore`, {});
  const { updatedAt: _, ...restored } = await world.atYoto(card);
  const { updatedAt: __, ...was } = before;
  expect(keep(restored)).toEqual(keep(was));
  expect(restored["title"]).toBe("Bedtime");
  expect(await world.ask("GET", path)).toMatchObject({ title: "Bedtime", pending: false });
});
