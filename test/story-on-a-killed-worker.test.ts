import { afterAll, expect, test, vi } from "vitest";
import { createHummingSpeech } from "../src/adapters/memory/speech.ts";
import { createWasmConverter } from "../src/adapters/wasm/audio-converter.ts";
import { createLameEncoder } from "../src/adapters/wasm/mp3-encoder.ts";
import { usualCardLimits } from "../src/domain/cards/card-limits.ts";
import { type AudioId, StoryId } from "../src/domain/ids.ts";
import type { Job } from "../src/domain/job.ts";
import type { Story } from "../src/domain/stories/story.ts";
import { addAudio } from "../src/usecases/audio/add-audio.ts";
import { checkLibrary } from "../src/usecases/audio/check-library.ts";
import type { JobContext } from "../src/usecases/jobs/run-jobs.ts";
import { enqueueStoryCard, makeStoryCard, storyCardKind } from "../src/usecases/stories/make-story-card.ts";
import { aMortalHouse, killAtEachMoment, type MortalDeps } from "./a-mortal-house.ts";
import { silentMp3 } from "./http/an-app.ts";

vi.setConfig({ testTimeout: 240_000 });

const speech = createHummingSpeech();
const encoder = createLameEncoder();
const converter = createWasmConverter();
afterAll(() => Promise.all([encoder, converter].map((each) => each[Symbol.asyncDispose]())));

const works = (deps: MortalDeps) => ({
  [storyCardKind]: (job: Job, at: JobContext) =>
    makeStoryCard({ ...deps, voice: { speech, encoder }, converter }, job, at),
});

/** Three passages and a question, each said once. */
function aStory(number: number): Story {
  return {
    id: StoryId(`story-${number}`),
    title: `Two doors ${number}`,
    voice: { speakers: {}, rate: 2 },
    asksAgain: true,
    passages: [
      {
        name: "Hall",
        text: `Two doors, ${number}.`,
        choices: [
          { label: `The red one of ${number}?`, to: "Red" },
          { label: "The blue one?", to: "Blue" },
        ],
      },
      { name: "Red", text: `A garden, ${number}.`, choices: [] },
      { name: "Blue", text: `A kitchen, ${number}.`, choices: [] },
    ],
    sounds: [],
    createdAtMs: number,
    changedAtMs: number,
  };
}
const things = 4;

test("a story whose making is killed at any moment goes on: one card, each thing is there, and only what was just being said is said again", async () => {
  await using house = await aMortalHouse();
  const { deps } = house;
  const order = async (moment: number) => {
    const story = aStory(moment);
    await deps.stories.create(story);
    const ordered = await enqueueStoryCard(deps, story.id, "system");
    if (!ordered.ok) throw new Error(ordered.why);
    speech.said.length = 0;
    return ordered.job;
  };
  const calm = await order(0);
  await house.run(calm, works);
  // All but the question are one line each.
  const linesMost = speech.said.length - (things - 1);
  let again = 0;
  const moments = await killAtEachMoment(
    house,
    works,
    order,
    async ({ id, input }) => {
      const job = async () => {
        const found = (await deps.jobs.get(id))?.value;
        if (found === undefined) throw new Error("no job");
        return found;
      };
      house.pass(1 / 24);
      await house.run(await job(), works);
      const { state } = await job();
      expect(state).toMatchObject({ is: "done" });
      const story = (await deps.stories.get(StoryId(String(input["storyId"]))))?.value;
      expect(story?.sounds).toHaveLength(things);
      expect(new Set(story?.sounds.map(({ audioId }) => audioId)).size).toBe(things);
      // What was just being said, and not safe yet, is said again.
      const twice = speech.said.length - new Set(speech.said).size;
      expect(twice).toBeLessThanOrEqual(linesMost);
      again += twice;
      const cards = [];
      for await (const { value } of deps.cards.all()) if (value.storyId === story?.id) cards.push(value);
      expect(cards.map((card) => [card.id, card.chapters.length])).toEqual([[story?.cardId, things]]);
    },
    3,
  );
  expect(moments).toBeGreaterThan(20);
  expect(again).toBeGreaterThan(0);
  house.pass(9);
  await house.sweepAll();
  const { files, named } = await house.both();
  expect(files).toEqual(named);
  expect(await checkLibrary(deps)).toMatchObject({ pieces: things * (moments + 2), wrong: [] });
});

test("a story whose making is killed while a recording is made to fit the voice goes on, with one copy of it", async () => {
  await using house = await aMortalHouse();
  const { deps } = house;
  await deps.settings.set("card-limits", { ...usualCardLimits, tracks: 2 });
  const owns = new Set<AudioId>();
  const order = async (moment: number) => {
    const added = await addAudio(deps, {
      name: `Papa ${moment}.mp3`,
      bytes: new Blob([silentMp3(80 + moment)]).stream(),
      maxBytes: 1_000_000,
    });
    if (!added.ok) throw new Error(added.why);
    owns.add(added.audio.id);
    const { passages, ...story } = aStory(1000 + moment);
    const [hall, , blue] = passages;
    if (hall === undefined || blue === undefined) throw new Error("no passages");
    const red = { name: "Red", text: "", recording: added.audio.id, choices: [] };
    await deps.stories.create({ ...story, passages: [hall, red, blue] });
    const ordered = await enqueueStoryCard(deps, story.id, "system");
    if (!ordered.ok) throw new Error(ordered.why);
    return ordered.job;
  };
  const moments = await killAtEachMoment(
    house,
    works,
    order,
    async ({ id, input }) => {
      const job = async () => {
        const found = (await deps.jobs.get(id))?.value;
        if (found === undefined) throw new Error("no job");
        return found;
      };
      house.pass(1 / 24);
      await house.run(await job(), works);
      expect((await job()).state).toMatchObject({ is: "done" });
      const story = (await deps.stories.get(StoryId(String(input["storyId"]))))?.value;
      const sounds = await deps.audio.getMany((story?.sounds ?? []).map(({ audioId }) => audioId));
      // Joined, they are of one make; the family's own is not among them, and its copy is the story's alone.
      expect(new Set(sounds.map(({ value: { format } }) => JSON.stringify(format))).size).toBe(1);
      const copies = sounds.filter(({ value: { title } }) => title.startsWith("Papa"));
      expect(copies.map(({ value }) => value.madeFor)).toEqual([story?.id]);
      expect(copies.some(({ value }) => owns.has(value.id))).toBe(false);
    },
    7,
  );
  expect(moments).toBeGreaterThan(5);
  house.pass(9);
  await house.sweepAll();
  const { files, named } = await house.both();
  expect(files).toEqual(named);
  expect(await deps.files.list("uploads/")).toEqual([]);
});
