import { expect, test } from "vitest";
import { hall, storyDesks, twoDoors } from "../../../test/http/a-story-desk.ts";
import { faceOf } from "../../domain/cards/card.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { AudioId, CardId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { trashReplacedSounds } from "./trash-replaced-sounds.ts";

const { aDesk } = storyDesks();
const dayMs = 86_400_000;

/** A story whose card was made twice: what is behind the red door was spoken anew. */
async function aStorySpokenAnew() {
  const desk = await aDesk();
  const { json, made, startWorker, stores, works } = desk;
  startWorker();
  const write = async (id: string, red: string) => {
    const passages = [hall, { name: "Red", text: red }, { name: "Blue", text: "A kitchen." }];
    await json("PUT", `/api/stories/${id}`, { ...twoDoors, passages });
    return (await made(id)).result;
  };
  const soundOf = async (id: string, chapter: string): Promise<AudioId> => {
    const { body } = await json("GET", `/api/stories/${id}`);
    return AudioId(body.sounds.find((each: { chapter: string }) => each.chapter === chapter).audioId);
  };
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const { cardId, collectionId } = (await made(written.id)).result;
  /** The card stands at Yoto as it is now. */
  const publish = async () => {
    const found = await stores.cards.get(CardId(cardId));
    if (found === undefined) throw new Error("The card is gone");
    const at = { accountId: YotoAccountId("anna"), yotoCardId: YotoCardId("abc12"), atMs: Date.now() };
    const published = { ...at, as: faceOf(found.value) };
    await stores.cards.save({ ...found.value, published }, found.version);
  };
  const tidy = (days: number, more: Partial<typeof works> = {}) =>
    trashReplacedSounds({
      ...works,
      ...more,
      clock: { ...works.clock, nowMs: () => Date.now() + days * dayMs },
    });
  const isThere = async (id: AudioId) => (await stores.audio.get(id)) !== undefined;
  const garden = await soundOf(written.id, "red");
  return { ...desk, id: written.id, cardId, collectionId, garden, write, soundOf, publish, tidy, isThere };
}

test("what was spoken anew goes to the trash a day later, and nothing else does", async () => {
  const { id, garden, write, soundOf, tidy, isThere, json, collectionId } = await aStorySpokenAnew();
  await write(id, "A forest.");
  expect(await tidy(0)).toBe(0);
  expect(await isThere(garden)).toBe(true);
  expect(await tidy(2)).toBe(1);
  expect(await isThere(garden)).toBe(false);
  expect((await json("GET", "/api/audio/trash")).body.items).toMatchObject([{ id: garden }]);
  for (const chapter of ["hall", "hall-asks", "red", "blue"])
    expect(await isThere(await soundOf(id, chapter))).toBe(true);
  expect((await json("GET", `/api/collections/${collectionId}`)).body.audioIds).not.toContain(garden);
  expect(await tidy(4)).toBe(0);
  // The card goes on: more is put on its list, of which a part is gone.
  expect(await write(id, "A lake.")).toMatchObject({ chapters: 4, spoken: 1 });
});

test("what a card at Yoto still plays stays until the card is brought there anew", async () => {
  const { id, garden, write, publish, tidy, isThere } = await aStorySpokenAnew();
  await publish();
  await write(id, "A forest.");
  expect(await tidy(2)).toBe(0);
  expect(await isThere(garden)).toBe(true);
  await publish();
  expect(await tidy(2.5)).toBe(0);
  expect(await tidy(4)).toBe(1);
  expect(await isThere(garden)).toBe(false);
});

test("while nobody knows what stands at Yoto, because somebody was killed who wrote it, everything stays", async () => {
  const { id, cardId, garden, write, publish, tidy, isThere, stores } = await aStorySpokenAnew();
  await publish();
  await stores.cardBackups.add({
    of: CardId(cardId),
    yotoCardId: YotoCardId("abc12"),
    accountId: YotoAccountId("anna"),
    takenAtMs: Date.now() + 1000,
    before: "writing it anew",
    json: {},
  });
  await write(id, "A forest.");
  expect(await tidy(2)).toBe(0);
  const found = await stores.cards.get(CardId(cardId));
  if (found === undefined) throw new Error("The card is gone");
  const { published: _, ...card } = found.value;
  const creating = { accountId: YotoAccountId("anna"), sinceMs: 0 };
  await stores.cards.save({ ...card, creating }, found.version);
  expect(await tidy(4)).toBe(0);
  expect(await isThere(garden)).toBe(true);
});

test("what another story says too, what somebody named or put somewhere, and what is said again stays", async () => {
  const { id, garden, write, tidy, isThere, json, made, soundOf } = await aStorySpokenAnew();
  const other = { title: "Another", passages: [{ name: "One", text: "A garden." }] };
  const { body: another } = await json("POST", "/api/stories", other);
  await made(another.id);
  expect(await soundOf(another.id, "one")).toBe(garden);
  await write(id, "A forest.");
  const forest = await soundOf(id, "red");
  await json("PATCH", `/api/audio/${forest}`, { title: "The forest" });
  await write(id, "A lake.");
  const lake = await soundOf(id, "red");
  await json("POST", "/api/collections", { title: "Mine", audioIds: [lake] });
  await write(id, "A mill.");
  const mill = await soundOf(id, "red");
  await write(id, "A moor.");
  await write(id, "A mill.");
  expect(await soundOf(id, "red")).toBe(mill);
  expect(await tidy(2)).toBe(1); // the moor
  for (const each of [garden, forest, lake, mill]) expect(await isThere(each)).toBe(true);
});

test("who is killed in the middle loses nothing that is needed after all: the next one looks again", async () => {
  const { id, garden, write, tidy, isThere, stores, json } = await aStorySpokenAnew();
  await write(id, "A forest.");
  let looks = 0;
  const collections = {
    ...stores.collections,
    async list() {
      looks += 1;
      if (looks === 2) throw new Error("killed");
      return stores.collections.list();
    },
  };
  await expect(tidy(2, { collections })).rejects.toThrow("killed");
  expect(await isThere(garden)).toBe(false);
  const { body: mine } = await json("POST", "/api/collections", { title: "Mine", audioIds: [] });
  const found = await stores.collections.get(mine.id);
  if (found === undefined) throw new Error("The collection is gone");
  await stores.collections.save({ ...found.value, audio: [garden] }, found.version);
  expect(await tidy(2)).toBe(0);
  expect(await isThere(garden)).toBe(true);
  expect(await tidy(4)).toBe(0);
});

test("a copy that was made to fit the voice goes once another recording stands in its place; the family's own stays", async () => {
  const { id, json, made, recording, stores, tidy, isThere } = await aStorySpokenAnew();
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const own = AudioId(await recording("Papa"));
  const write = async (red: object) => {
    const passages = [hall, { name: "Red", text: "", ...red }, { name: "Blue", text: "A kitchen." }];
    await json("PUT", `/api/stories/${id}`, { ...twoDoors, passages });
    expect(await made(id)).toMatchObject({ state: "done" });
    const sounds = (await stores.stories.get(id))?.value.sounds ?? [];
    return (await stores.audio.getMany(sounds.map(({ audioId }) => audioId))).map(({ value }) => value);
  };
  const copy = (await write({ recording: own })).find(({ title }) => title === "Papa")?.id;
  if (copy === undefined || copy === own) throw new Error("There is no copy");
  await write({ text: "A forest." });
  expect(await tidy(2)).toBeGreaterThan(0);
  expect([await isThere(copy), await isThere(own)]).toEqual([false, true]);
});
