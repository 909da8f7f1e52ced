import { expect, test, vi } from "vitest";
import { hall, storyDesks, twoDoors } from "../../../test/http/a-story-desk.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { letGoStoryStreams } from "../../usecases/stories/let-go-story-streams.ts";

const { aDesk } = storyDesks();

test("a story becomes a card with choices, each chapter read aloud, and its recordings are together", async () => {
  const { json, made, startWorker, said } = await aDesk();
  startWorker();
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const job = await made(written.id);
  expect(job).toMatchObject({
    state: "done",
    title: "Make the card “Two doors”",
    result: { chapters: 4, spoken: 4 },
  });
  const { body: card } = await json("GET", `/api/cards/${job.result.cardId}`);
  expect(card).toMatchObject({
    title: "Two doors",
    author: "Ida",
    category: "activities",
    storyId: written.id,
    chapters: [
      {
        key: "hall",
        title: "Hall",
        choices: { left: { go: "to", chapterKey: "red" }, atEnd: { chapterKey: "hall-asks" } },
      },
      { key: "hall-asks", choices: { right: { chapterKey: "blue" }, atEnd: { go: "repeat" } } },
      { key: "red", choices: { left: { chapterKey: "hall" }, atEnd: { go: "stop" } } },
      { key: "blue" },
    ],
  });
  expect(said).toEqual([
    "Two doors.",
    "The red one? Press left. The blue one? Press right.",
    "A garden.",
    "A kitchen.",
  ]);
  const { body: now } = await json("GET", `/api/stories/${written.id}`);
  expect(now).toMatchObject({
    cardId: card.id,
    isCardStale: false,
    jobId: job.id,
    changedAtMs: written.changedAtMs,
  });
  expect(now.sounds.map(({ chapter, isStale }: Record<string, unknown>) => [chapter, isStale])).toEqual([
    ["hall", false],
    ["hall-asks", false],
    ["red", false],
    ["blue", false],
  ]);
  const { body: together } = await json("GET", `/api/collections/${job.result.collectionId}`);
  expect(together.title).toBe("Two doors");
  expect(together.audioIds).toEqual(now.sounds.map(({ audioId }: { audioId: string }) => audioId));
});

test("only what was changed is spoken anew, on the same card, and what was said of the card stays", async () => {
  const { json, made, startWorker, said } = await aDesk();
  startWorker();
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const first = await made(written.id);
  const path = `/api/cards/${first.result.cardId}`;
  const icon = `yoto:#${"a".repeat(43)}`;
  const keys = ["hall", "hall-asks", "red", "blue"];
  const chapters = keys.map((key) => ({ key, ...(key === "red" && { icon }) }));
  expect((await json("PATCH", path, { chapters })).status).toBe(200);
  said.length = 0;
  const passages = [hall, { name: "Red", text: "A forest." }, { name: "Blue", text: "A kitchen." }];
  const { body: changed } = await json("PUT", `/api/stories/${written.id}`, { ...twoDoors, passages });
  expect(changed).toMatchObject({ isCardStale: true });
  expect(changed.sounds.filter(({ isStale }: { isStale: boolean }) => isStale)).toMatchObject([
    { chapter: "red" },
  ]);
  const second = await made(written.id);
  expect(said).toEqual(["A forest."]);
  expect(second.result).toMatchObject({ cardId: first.result.cardId, spoken: 1 });
  expect((await json("GET", path)).body.chapters[2]).toMatchObject({ key: "red", icon });
  expect((await json("GET", "/api/cards")).body.items).toHaveLength(1);
});

test("a passage with another name, or a voice for who does not speak in it, is not spoken anew", async () => {
  const { json, made, startWorker, said } = await aDesk();
  startWorker();
  const red = { name: "Red", text: "Fox: A garden!" };
  const passages = [hall, red, { name: "Blue", text: "A kitchen." }];
  const { body: written } = await json("POST", "/api/stories", { ...twoDoors, passages });
  const { cardId } = (await made(written.id)).result;
  said.length = 0;
  const [left, right] = hall.choices;
  const renamed = [
    { ...hall, name: "Great hall", choices: [{ ...left, to: "Rose" }, right] },
    { ...red, name: "Rose" },
    passages[2],
  ];
  const voice = { speakers: { Fox: "two" } };
  const { body: changed } = await json("PUT", `/api/stories/${written.id}`, {
    ...twoDoors,
    passages: renamed,
    voice,
  });
  const stale = changed.sounds.filter(({ isStale }: { isStale: boolean }) => isStale);
  expect([changed.sounds.length, stale.length]).toEqual([3, 0]);
  expect(await made(written.id)).toMatchObject({ state: "done", result: { cardId, spoken: 1 } });
  expect(said).toEqual(["A garden!"]);
  expect((await made(written.id)).result.spoken).toBe(0);
});

test("a recording of the family's plays instead of the text; deleting it is refused, and told when it is forced", async () => {
  const { json, made, startWorker, said, recording } = await aDesk();
  startWorker();
  const own = await recording("Papa");
  const passages = [hall, { name: "Red", text: "", recording: own }, { name: "Blue", text: "A kitchen." }];
  const { body: written } = await json("POST", "/api/stories", { ...twoDoors, passages });
  expect(written.problems).toEqual([]);
  const { status, body } = await json("POST", "/api/audio/trash", { ids: [own] });
  expect([status, body.error.details.stories]).toEqual([409, [{ id: written.id, title: "Two doors" }]]);
  expect(await made(written.id)).toMatchObject({ state: "done", result: { spoken: 3 } });
  expect(said).toHaveLength(3);
  const { items } = (await json("GET", `/api/stories/${written.id}/chapters`)).body;
  expect(items.find(({ key }: { key: string }) => key === "red")).toMatchObject({ audioId: own, text: "" });
  expect((await json("POST", "/api/audio/trash", { ids: [own], force: true })).status).toBe(200);
  const refused = await json("POST", `/api/stories/${written.id}/card`);
  expect([refused.status, refused.body.error.code]).toEqual([409, "story-not-ready"]);
  expect(refused.body.error.message).toBe(
    "The recording of “Red” was deleted. Choose another one, or have its text read aloud.",
  );
});

test("a worker that stops in the middle loses nothing: another goes on, and nothing is spoken twice", async () => {
  const { json, startWorker, jobOf, said, hold } = await aDesk();
  const stop = startWorker();
  hold.after = 2;
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const { body: job } = await json("POST", `/api/stories/${written.id}/card`);
  await vi.waitFor(() => expect(hold.isHeld).toBe(true), { timeout: 20_000 });
  expect((await json("POST", `/api/stories/${written.id}/card`)).body.id).toBe(job.id);
  await stop();
  hold.after = Number.POSITIVE_INFINITY;
  startWorker();
  expect(await jobOf(job.id, ({ state }) => state === "done")).toMatchObject({ result: { chapters: 4 } });
  expect(said).toHaveLength(4);
  expect(new Set(said).size).toBe(4);
  expect((await json("GET", "/api/cards")).body.items).toHaveLength(1);
});

test("a card that is being made can be called off", async () => {
  const { json, startWorker, jobOf, hold } = await aDesk();
  startWorker();
  hold.after = 1;
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const { body: job } = await json("POST", `/api/stories/${written.id}/card`);
  await vi.waitFor(() => expect(hold.isHeld).toBe(true), { timeout: 20_000 });
  expect((await json("POST", `/api/jobs/${job.id}/cancel`)).status).toBe(200);
  expect(await jobOf(job.id, ({ state }) => state === "cancelled")).toBeDefined();
  expect((await json("GET", "/api/cards")).body.items).toEqual([]);
});

test("a story whose card was deleted gets a new one; a deleted story leaves its card", async () => {
  const { json, made, startWorker } = await aDesk();
  startWorker();
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const first = (await made(written.id)).result.cardId;
  expect((await json("DELETE", `/api/cards/${first}`)).status).toBe(204);
  const { body: without } = await json("GET", `/api/stories/${written.id}`);
  expect([without.cardId, without.isCardStale, without.sounds.length]).toEqual([undefined, undefined, 4]);
  const second = (await made(written.id)).result.cardId;
  expect(second).not.toBe(first);
  expect((await json("DELETE", `/api/stories/${written.id}`)).status).toBe(204);
  expect((await json("GET", `/api/cards/${second}`)).status).toBe(200);
  const restore = () => json("POST", `/api/stories/${written.id}/restore`);
  expect((await restore()).body).toMatchObject({ cardId: second, isCardStale: false });
  // Its card may be deleted while it lies in the trash.
  await json("DELETE", `/api/stories/${written.id}`);
  expect((await json("DELETE", `/api/cards/${second}`)).status).toBe(204);
  expect((await json("GET", `/api/stories/${written.id}`)).status).toBe(404);
  expect((await json("POST", `/api/stories/${written.id}/card`)).status).toBe(404);
  expect((await restore()).body).not.toHaveProperty("cardId");
  expect(await made(written.id)).toMatchObject({ state: "done", result: { spoken: 0 } });
});

test("a story that does not fit on a card is told from here: said before, made without a question, and not for a trip", async () => {
  const { json, made, startWorker, said, stores } = await aDesk();
  startWorker();
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  expect(written.problems).toMatchObject([{ code: "too-many-chapters", blocks: false }]);
  expect(written.problems[0].message).toMatch(
    /^The story has 4 chapters; Yoto takes 3\. So your server tells it/,
  );
  const job = await made(written.id);
  expect(job).toMatchObject({ state: "done", result: { toldFromHere: 5, spoken: 5 } });
  expect(said.at(-1)).toBe("Go on where you were? Press left. From the beginning? Press right.");
  const path = `/api/cards/${job.result.cardId}`;
  const { body: card } = await json("GET", path);
  expect(card.chapters).toHaveLength(13);
  expect(card).toMatchObject({ resume: false, category: "activities", storyId: written.id });
  expect(card.chapters[0]).toMatchObject({
    key: "start",
    choices: { left: { chapterKey: "1LL" }, right: { chapterKey: "1LR" }, atEnd: { go: "stop" } },
  });
  const streamId = card.chapters[0].plays.streamId;
  expect((await json("GET", `/api/streams/${streamId}`)).body).toMatchObject({
    title: "Two doors",
    rule: { kind: "story", storyId: written.id },
  });
  expect((await json("GET", `/api/stories/${written.id}`)).body).toMatchObject({ isCardStale: false });
  // What it needs is said on its page and by the check, before anybody takes it along.
  const { problems } = (await json("GET", `${path}/state`)).body;
  expect(problems[0].message).toMatch(
    /^Its story is too large for a card, .* it needs internet, also on a trip/,
  );
  const { findings } = (await json("POST", `${path}/check`)).body;
  expect(findings.filter(({ code }: { code: string }) => code === "needs-internet")).toMatchObject([
    { is: "warn", message: expect.stringContaining("without internet it is silent") },
  ]);

  // Made again after a change: the same card, the same stream, and only the new words.
  said.length = 0;
  const passages = [hall, { name: "Red", text: "A forest." }, { name: "Blue", text: "A kitchen." }];
  await json("PUT", `/api/stories/${written.id}`, { ...twoDoors, passages });
  expect(await made(written.id)).toMatchObject({ state: "done", result: { cardId: card.id, spoken: 1 } });
  expect(said).toEqual(["A forest."]);
  expect((await json("GET", path)).body.chapters[0].plays.streamId).toBe(streamId);

  // What fits again is on the card itself again.
  await stores.settings.set("card-limits", usualCardLimits);
  expect(await made(written.id)).toMatchObject({ state: "done", result: { chapters: 4 } });
  expect((await json("GET", path)).body.chapters.map(({ key }: { key: string }) => key)).toEqual([
    "hall",
    "hall-asks",
    "red",
    "blue",
  ]);
});

test("a recording that cannot be joined to the voice gets a copy that can, where the story is told from here", async () => {
  const { json, made, startWorker, recording, stores } = await aDesk();
  startWorker();
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const own = await recording("Papa");
  const passages = [hall, { name: "Red", text: "", recording: own }, { name: "Blue", text: "A kitchen." }];
  const { body: written } = await json("POST", "/api/stories", { ...twoDoors, passages });
  const job = await made(written.id);
  expect(job).toMatchObject({ state: "done", result: { toldFromHere: 5, spoken: 4 } });
  const { body: card } = await json("GET", `/api/cards/${job.result.cardId}`);
  const told = async () =>
    Object.values((await stores.scripts.get(card.chapters[0].plays.streamId))?.sounds ?? {});
  const first = await told();
  expect(first).not.toContain(own);
  const pieces = (await stores.audio.getMany(first)).map(({ value }) => value);
  expect(pieces).toHaveLength(5);
  expect(new Set(pieces.map(({ format }) => JSON.stringify(format))).size).toBe(1);
  expect(pieces.map(({ title }) => title)).toContain("Papa");
  // The family's own is as it was, and the copy is made once.
  expect((await json("GET", `/api/audio/${own}`)).status).toBe(200);
  expect(await made(written.id)).toMatchObject({ state: "done", result: { spoken: 0 } });
  expect(await told()).toEqual(first);
});

test("a card that is told from here takes its stream along when it is deleted, unless another card plays it", async () => {
  const { json, made, startWorker, stores } = await aDesk();
  startWorker();
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const cardOf = async (cardId: string) => (await json("GET", `/api/cards/${cardId}`)).body;
  const card = await cardOf((await made(written.id)).result.cardId);
  const { streamId } = card.chapters[0].plays;
  const { body: copy } = await json("POST", `/api/cards/${card.id}/duplicate`, {});
  expect((await json("DELETE", `/api/cards/${card.id}`)).status).toBe(204);
  expect((await json("GET", `/api/streams/${streamId}`)).status).toBe(200);

  const again = await cardOf((await made(written.id)).result.cardId);
  const second = again.chapters[0].plays.streamId;
  expect(second).not.toBe(streamId);
  expect(await stores.scripts.get(second)).toBeDefined();
  expect((await json("DELETE", `/api/cards/${again.id}`)).status).toBe(204);
  expect((await json("GET", `/api/streams/${second}`)).status).toBe(404);
  expect(await stores.scripts.get(second)).toBeUndefined();
  expect((await json("GET", `/api/cards/${copy.id}`)).status).toBe(200);
  expect((await json("GET", `/api/streams/${streamId}`)).status).toBe(200);
});

test("the stream of a story that fits on its card again goes a day later, once no card plays it", async () => {
  const { json, made, startWorker, stores, works } = await aDesk();
  startWorker();
  const tidy = (days: number) =>
    letGoStoryStreams({ ...works, clock: { nowMs: () => Date.now() + days * 86_400_000 } });
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const { cardId } = (await made(written.id)).result;
  const { streamId } = (await json("GET", `/api/cards/${cardId}`)).body.chapters[0].plays;
  expect(await tidy(2)).toBe(0);
  await stores.settings.set("card-limits", usualCardLimits);
  await made(written.id);
  expect(await tidy(0)).toBe(0);
  expect(await tidy(2)).toBe(1);
  expect((await json("GET", `/api/streams/${streamId}`)).status).toBe(404);
});

test("a recording that was made for a story and thrown away is not named any more, and the card is to be made again", async () => {
  const { json, made, startWorker } = await aDesk();
  startWorker();
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  await made(written.id);
  const path = `/api/stories/${written.id}`;
  const { audioId } = (await json("GET", path)).body.sounds[0];
  expect((await json("POST", "/api/audio/trash", { ids: [audioId] })).status).toBe(409);
  expect((await json("GET", path)).body).toMatchObject({ isCardStale: false });
  expect((await json("POST", "/api/audio/trash", { ids: [audioId], force: true })).status).toBe(200);
  const { body: now } = await json("GET", path);
  expect([now.isCardStale, now.sounds.length]).toEqual([true, 3]);
  expect((await json("GET", `${path}/chapters`)).body.items[0]).not.toHaveProperty("audioId");
  expect((await json("GET", "/api/stories")).body.items).toMatchObject([{ isCardStale: true }]);
  expect(await made(written.id)).toMatchObject({ state: "done", result: { spoken: 1 } });
  expect((await json("GET", path)).body).toMatchObject({ isCardStale: false });
  expect((await json("GET", `/api/audio/${audioId}`)).status).toBe(200);
});
