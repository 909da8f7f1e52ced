import { expect, test } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import type { Card, CardVersion } from "../../src/http/schema/card.ts";
import type { CardsEdit, CardsEditPreview } from "../../src/http/schema/card-edit.ts";
import type { Job } from "../../src/http/schema/job.ts";
import type { Page } from "../../src/http/schema/page.ts";
import { startCardWorld } from "./card-world.ts";

type World = Awaited<ReturnType<typeof startCardWorld>>;
type Chapters = { content: { chapters: { title: string; display: { icon16x16: string } }[] } };
const titlesOf = (json: unknown) => (json as Chapters).content.chapters.map(({ title }) => title);
const withoutTimes = ({ updatedAt: _, ...json }: JsonObject) => json;

/** Two cards of ours, one of another app with fields nobody knows, and one that is bought. */
async function severalCards() {
  const world = await startCardWorld();
  const ours = async (title: string, chapters: readonly string[]) => {
    const wishes = [];
    for (const each of chapters) wishes.push({ audioId: await world.recording(each), title: each });
    return world.ask<Card>("POST", "/api/cards", { title, chapters: wishes });
  };
  const [bears, moon] = [
    await ours("Bears", ["Track 2", "Track 10", "Track 1"]),
    await ours("Moon", ["Track 1", "A dog"]),
  ];
  const track = (title: string) => ({
    key: title,
    title,
    type: "stream",
    format: "mp3",
    trackUrl: "https://x.example/a.mp3",
    beta: [title],
  });
  const { yotoCardId: other } = await world.madeElsewhere({
    title: "Theirs",
    metadata: { author: "Them", note: "theirs" },
    theirs: { deep: [1, null] },
    content: {
      chapters: ["Track 3", "Track 1"].map((title) => ({
        key: title,
        title,
        mood: title,
        tracks: [track(title)],
      })),
    },
  });
  const atYoto = async (id: string) => {
    const json = await world.cloud.card(world.accessToken, id as never);
    if (json === undefined) throw new Error("gone");
    return json;
  };
  const idOf = (card: Card) => card.published?.yotoCardId ?? "";
  return { world, bears, moon, other, atYoto, idOf };
}

const state = (world: World, id: string) => world.ask<CardsEdit>("GET", `/api/cards/edits/${id}`);
async function work(world: World, job: Job) {
  const { outcome } = await world.runs(job.id);
  if (outcome instanceof Error) throw outcome;
  const found = await world.app.stores.jobs.get(job.id as never);
  if (found === undefined || !outcome.ok) throw new Error("the job failed");
  const { result } = outcome;
  await world.app.stores.jobs.save({ ...found.value, state: { is: "done", atMs: 0, result } }, found.version);
  return result;
}

test("several cards are renamed, ordered, given author and icons at once, after a preview, and taken back at once", async () => {
  const { world, bears, moon, other, atYoto, idOf } = await severalCards();
  await using _ = world;
  const cards = [bears.id, other, moon.id];
  const before = [await atYoto(idOf(bears)), await atYoto(other), await atYoto(idOf(moon))];
  const edit = {
    rename: { of: "chapters", find: "Track", replaceWith: "Night", pattern: "{n}. {title}" },
    order: "by-number",
    author: "Mum",
    icons: "missing",
  };
  const seen = await world.ask<CardsEditPreview>("POST", "/api/cards/edits/preview", { cards, edit });
  expect(seen.cards.map(({ title }) => title)).toEqual(["Bears", "Theirs", "Moon"]);
  expect(seen.cards.every(({ problem, changes }) => problem === undefined && changes.length > 1)).toBe(true);
  expect(await atYoto(other)).toEqual(before[1]);

  const job = await world.ask<Job>("POST", "/api/cards/edits", { cards, edit });
  expect(await work(world, job)).toEqual({ changed: 3, same: 0, failed: 0 });
  expect(titlesOf(await atYoto(idOf(bears)))).toEqual(["1. Night 1", "2. Night 2", "3. Night 10"]);
  expect(titlesOf(await atYoto(idOf(moon)))).toEqual(["1. Night 1", "2. A dog"]);
  expect(await atYoto(other)).toMatchObject({
    title: "Theirs",
    metadata: { author: "Mum", note: "theirs" },
    theirs: { deep: [1, null] },
    content: {
      chapters: [
        { key: "Track 1", title: "1. Night 1", mood: "Track 1", tracks: [{ beta: ["Track 1"] }] },
        { key: "Track 3", title: "2. Night 3", mood: "Track 3", tracks: [{ beta: ["Track 3"] }] },
      ],
    },
  });
  const [, dog] = (await world.ask<Card>("GET", `/api/cards/${moon.id}`)).chapters;
  expect(dog?.icon).toMatch(/^yoto:#/);
  expect(await world.ask("GET", `/api/cards/${bears.id}`)).toMatchObject({ author: "Mum", pending: false });
  expect(await state(world, job.id)).toMatchObject({ undo: "possible", cards: [{ is: "changed" }, {}, {}] });

  const undo = await world.ask<Job>("POST", `/api/cards/edits/${job.id}/undo`, {});
  expect(await work(world, undo)).toEqual({ changed: 3, failed: 0 });
  const after = [await atYoto(idOf(bears)), await atYoto(other), await atYoto(idOf(moon))];
  expect(after.map(withoutTimes)).toEqual(before.map(withoutTimes));
  const { author, pending, chapters } = await world.ask<Card>("GET", `/api/cards/${bears.id}`);
  expect([author, pending, chapters.map(({ title }) => title)]).toEqual([
    undefined,
    false,
    ["Track 2", "Track 10", "Track 1"],
  ]);
  expect(await state(world, job.id)).toMatchObject({ undo: "ordered", undoJobId: undo.id });
  expect((await world.ask<Job>("POST", `/api/cards/edits/${job.id}/undo`, {})).id).toBe(undo.id);
});

test("what one card cannot have is told of that card, and the others are done", async () => {
  const { world, bears, moon, other, atYoto } = await severalCards();
  await using _ = world;
  const draft = await world.ask<Card>("POST", "/api/cards", {
    title: "Draft",
    draft: true,
    chapters: [{ audioId: await world.recording("Draft") }],
  });
  await world.ask("PATCH", `/api/cards/${moon.id}`, { title: "Moon, half done" });
  const cards = [draft.id, moon.id, "zzzzz", other, bears.id];
  const edit = { rename: { of: "cards", pattern: "{title} {n}" } };
  const job = await world.ask<Job>("POST", "/api/cards/edits", { cards, edit });
  // Yoto refuses the card of another app, and nothing else.
  world.yoto.faults.add({
    where: { path: "/content", method: "POST" },
    what: { do: "status", status: 400, body: '{"error":{"message":"no"}}' },
  });
  expect(await work(world, job)).toEqual({ changed: 1, same: 0, failed: 4 });
  const told = await state(world, job.id);
  expect(told.cards.map(({ problem }) => problem)).toEqual([
    expect.stringContaining("not at Yoto yet"),
    expect.stringContaining("not written yet"),
    expect.stringContaining("bought or is gone"),
    expect.stringContaining("Yoto refused this"),
    undefined,
  ]);
  expect(told.cards.map(({ title }) => title)).toEqual([
    "Draft",
    "Moon, half done",
    "Card zzzzz",
    "Theirs",
    "Bears",
  ]);
  expect((await world.ask<Card>("GET", `/api/cards/${bears.id}`)).title).toBe("Bears 5");
  expect(await atYoto(other)).toMatchObject({ title: "Theirs" });
  expect(await world.ask("GET", `/api/cards/${moon.id}`)).toMatchObject({ title: "Moon, half done" });
});

test("a card that was changed again since stays as it is when the edit is taken back", async () => {
  const { world, bears, moon, other } = await severalCards();
  await using _ = world;
  const edit = { author: "Mum" };
  const job = await world.ask<Job>("POST", "/api/cards/edits", { cards: [bears.id, other], edit });
  await work(world, job);
  await world.ask("PATCH", `/api/library/cards/${other}`, { title: "Ours now" });
  const undo = await world.ask<Job>("POST", `/api/cards/edits/${job.id}/undo`, {});
  expect(await work(world, undo)).toEqual({ changed: 1, failed: 1 });
  expect(await world.ask("GET", `/api/library/cards/${other}`)).toMatchObject({
    title: "Ours now",
    author: "Mum",
  });
  expect((await state(world, undo.id)).cards[1]?.problem).toContain("changed again since");
  const nothing = await world.ask<Job>("POST", "/api/cards/edits", {
    cards: [moon.id],
    edit: { rename: { of: "cards", find: "Sun", replaceWith: "x" } },
  });
  expect(await work(world, nothing)).toEqual({ changed: 0, same: 1, failed: 0 });
  expect((await world.send("POST", `/api/cards/edits/${nothing.id}/undo`, {})).status).toBe(409);
});

test("a kill at any write leaves no card edited twice, and the job run again finishes", async () => {
  for (const dies of [1, 2, 3, 4]) {
    const { world, bears, moon, other, atYoto } = await severalCards();
    await using _ = world;
    const cards = [bears.id, other, moon.id];
    const edit = { rename: { of: "cards", pattern: "A {title}" } };
    const job = await world.ask<Job>("POST", "/api/cards/edits", { cards, edit });
    const stop = new AbortController();
    let checkpoints = 0;
    const died = await world.runs(job.id, stop.signal, () => {
      checkpoints += 1;
      if (checkpoints === dies) throw new Error("killed");
    });
    expect(died.outcome).toBeInstanceOf(Error);
    expect(await work(world, job)).toMatchObject({ failed: 0 });
    expect((await atYoto(other))["title"]).toBe("A Theirs");
    for (const [card, title] of [
      [bears, "A Bears"],
      [moon, "A Moon"],
    ] as const) {
      expect((await world.atYoto(card))["title"]).toBe(title);
      const { items } = await world.ask<Page<CardVersion>>("GET", `/api/cards/${card.id}/versions`);
      expect(items).toHaveLength(1);
    }
  }
});

test("nothing to do, a card named twice, or a rename without a pattern is refused", async () => {
  const { world, bears } = await severalCards();
  await using _ = world;
  for (const body of [
    { cards: [bears.id], edit: {} },
    { cards: [bears.id, bears.id], edit: { author: "x" } },
    { cards: [], edit: { author: "x" } },
    { cards: [bears.id], edit: { rename: { of: "cards" } } },
  ])
    expect((await world.send("POST", "/api/cards/edits", body)).status).toBe(400);
});
