import { expect, test } from "vitest";
import { storyDesks, twoDoors } from "../../../test/http/a-story-desk.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { StreamId } from "../../domain/ids.ts";
import { deleteStream } from "../streams/change-stream.ts";
import { keepLiveStream } from "./keep-live-stream.ts";
import { letGoStoryStreams } from "./let-go-story-streams.ts";

const { aDesk } = storyDesks();

async function aLiveStory() {
  const desk = await aDesk();
  const { json, made, startWorker, stores, works } = desk;
  startWorker();
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  const { body: written } = await json("POST", "/api/stories", twoDoors);
  const { cardId } = (await made(written.id)).result;
  const { streamId } = (await json("GET", `/api/cards/${cardId}`)).body.chapters[0].plays;
  const tidy = () => letGoStoryStreams(works);
  return { ...desk, storyId: written.id, cardId, streamId: StreamId(streamId), tidy };
}

test("who is killed between a story's stream and its script leaves no script: whoever tidies up next takes it away", async () => {
  const { streamId, stores, works, tidy } = await aLiveStory();
  const scripts = {
    ...stores.scripts,
    delete: async () => {
      throw new Error("killed");
    },
  };
  await expect(deleteStream({ ...works, scripts }, streamId, { force: true })).rejects.toThrow("killed");
  expect(await stores.streams.get(streamId)).toBeUndefined();
  expect(await stores.scripts.get(streamId)).toBeDefined();
  await tidy();
  expect(await stores.scripts.get(streamId)).toBeUndefined();
  expect(await stores.scripts.leaving()).toEqual([]);
});

test("who is killed before the stream is deleted leaves a story that is told as before", async () => {
  const { streamId, stores, works, tidy } = await aLiveStory();
  const streams = {
    ...stores.streams,
    delete: async () => {
      throw new Error("killed");
    },
  };
  await expect(deleteStream({ ...works, streams }, streamId, { force: true })).rejects.toThrow("killed");
  await tidy();
  expect(await stores.streams.get(streamId)).toBeDefined();
  expect(await stores.scripts.get(streamId)).toBeDefined();
  expect(await deleteStream(works, streamId, { force: true })).toEqual({ ok: true });
  expect(await stores.scripts.leaving()).toEqual([]);
});

test("a stream that is deleted while its story is written to it anew leaves no script behind", async () => {
  const { storyId, streamId, stores, works } = await aLiveStory();
  const story = (await stores.stories.get(storyId))?.value;
  if (story === undefined) throw new Error("The story is gone");
  let isFirst = true;
  const scripts = {
    ...stores.scripts,
    async save(script: Parameters<typeof stores.scripts.save>[0]) {
      if (isFirst) await deleteStream(works, streamId, { force: true });
      isFirst = false;
      await stores.scripts.save(script);
    },
  };
  const made = new Map(story.sounds.map(({ chapter, audioId }) => [chapter, audioId]));
  const kept = await keepLiveStream({ ...works, scripts }, streamId, story, made);
  if (!kept.ok) throw new Error(kept.problem);
  expect(kept.stream.id).not.toBe(streamId);
  expect(await stores.scripts.get(kept.stream.id)).toBeDefined();
  expect(await stores.scripts.get(streamId)).toBeUndefined();
});
