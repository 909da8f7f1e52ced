import { describe, expect, test, vi } from "vitest";
import type { Job } from "../../src/http/schema/job.ts";
import type { Story, StoryChapters } from "../../src/http/schema/story.ts";
import { afterFirstStart } from "../first-start.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { startProduct } from "./running-product.ts";
import { shapes, sharedInFile, someHome, soon } from "./some-home.ts";

type Card = {
  readonly id: string;
  readonly pending: boolean;
  readonly published?: { readonly yotoCardId: string };
  readonly chapters: readonly { readonly plays: { readonly streamId?: string } }[];
};

const voice = { voiceId: "kal16", rate: 2 };

async function made(parent: Parent, id: string): Promise<Job> {
  const { id: jobId } = await parent.ask<Job>("POST", `/api/stories/${id}/card`);
  return over(parent, jobId);
}

function over(parent: Parent, jobId: string): Promise<Job> {
  return vi.waitFor(async () => {
    const job = await parent.ask<Job>("GET", `/api/jobs/${jobId}`);
    if (job.state === "waiting" || job.state === "running") throw new Error(`still ${job.state}`);
    return job;
  }, soon);
}

/** The fox's story, in a quick voice. On AWS nobody has it, so the first voice there is reads. */
async function theStory(parent: Parent): Promise<Story> {
  const story = await parent.ask<Story>("POST", "/api/stories", { example: true });
  const { items } = await parent.ask<{ items: { id: string }[] }>("GET", "/api/audio/voices");
  const quick = items.some(({ id }) => id === voice.voiceId) ? voice : { rate: 2 };
  const { title, asksAgain, passages } = story;
  return parent.ask<Story>("PUT", `/api/stories/${story.id}`, { title, asksAgain, passages, voice: quick });
}

describe.each(shapes)("%s", (shape) => {
  const home = sharedInFile(() => someHome(shape));

  test("a story is written, read aloud and published, and the child's buttons choose the way", async () => {
    const { parent, family } = await home();
    const story = await theStory(parent);
    expect(story.problems).toEqual([]);
    const job = await made(parent, story.id);
    expect(job).toMatchObject({ state: "done" });
    const path = `/api/cards/${job.result?.["cardId"]}`;
    const card = await parent.ask<Card>("POST", `${path}/publish`, {});
    await family.do("Kitchen", "insert", { cardId: card.published?.yotoCardId });

    const { items } = await parent.ask<StoryChapters>("GET", `/api/stories/${story.id}/chapters`);
    const isAt = (key: string) =>
      vi.waitFor(async () => {
        const { state } = await family.player("Kitchen");
        expect(`${state.state} ${state.playing?.trackKey}`).toBe(`playing ${key}`);
      }, soon);
    const first = items[0];
    await isAt(first?.key ?? "");
    // Take the lantern; into the cave, where it is light now.
    await family.do("Kitchen", "press-left");
    await isAt("the-lantern");
    await isAt("in-the-wood-2");
    await family.do("Kitchen", "press-left");
    await isAt("light-in-the-cave");
    // Begin again, without it: the same cave is dark.
    await family.do("Kitchen", "press-left");
    await isAt(first?.key ?? "");
    await family.do("Kitchen", "press-right");
    await isAt("in-the-wood");
    // Nobody presses: the question comes by itself, and both buttons count in it.
    await isAt("in-the-wood-asks");
    await family.do("Kitchen", "press-left");
    await isAt("too-dark");

    // What it heard to the end is what was read aloud.
    const { sounds } = await parent.ask<Story>("GET", `/api/stories/${story.id}`);
    const { audioId } = sounds.find(({ chapter }) => chapter === "the-lantern") ?? {};
    const { seconds } = await parent.ask<{ seconds: number }>("GET", `/api/audio/${audioId}`);
    const { state } = await family.player("Kitchen");
    expect(state.heard.map((heard) => heard.seconds)).toContainEqual(expect.closeTo(seconds, 1));
  }, 400_000);

  test("a passage that is written anew is on the same card once it is made and published again", async () => {
    const { parent } = await home();
    const story = await theStory(parent);
    const job = await made(parent, story.id);
    const path = `/api/cards/${job.result?.["cardId"]}`;
    const { published } = await parent.ask<Card>("POST", `${path}/publish`, {});
    const { title, asksAgain, passages, voice: reader } = story;
    const [edge, ...others] = passages;
    const anew = { ...edge, text: "A new beginning, in the middle of the night." };
    await parent.ask("PUT", `/api/stories/${story.id}`, {
      title,
      asksAgain,
      voice: reader,
      passages: [anew, ...others],
    });
    const again = await made(parent, story.id);
    expect(again.result).toMatchObject({ cardId: job.result?.["cardId"], spoken: 1 });
    expect(await parent.ask<Card>("GET", path)).toMatchObject({ pending: true, published });
    const card = await parent.ask<Card>("POST", `${path}/publish`, {});
    expect(card).toMatchObject({ pending: false, published: { yotoCardId: published?.yotoCardId } });
    const { sounds } = await parent.ask<Story>("GET", `/api/stories/${story.id}`);
    const spoken = await parent.ask<{ lines: { text: string }[] }>(
      "GET",
      `/api/audio/${sounds.find(({ passage, isQuestion }) => passage === edge?.name && !isQuestion)?.audioId}/transcript`,
    );
    expect(spoken.lines[0]?.text).toContain("A new beginning");
  }, 400_000);

  test("a story too large for a card is told from here, and goes where the child's buttons lead", async () => {
    const { parent, family } = await home();
    await parent.ask("PATCH", "/api/settings", { limits: { tracksPerCard: 14 } });
    const story = await theStory(parent);
    expect(story.problems).toMatchObject([{ code: "too-many-chapters", blocks: false }]);
    const job = await made(parent, story.id);
    expect(job).toMatchObject({ state: "done" });
    const path = `/api/cards/${job.result?.["cardId"]}`;
    const card = await parent.ask<Card>("POST", `${path}/publish`, {});
    const streamId = card.chapters[0]?.plays.streamId;
    await family.do("Kitchen", "insert", { cardId: card.published?.yotoCardId });

    /** Waits until the player is at a slot, and this is what is told there. */
    const hears = (slot: string, told: string) =>
      vi.waitFor(async () => {
        const { state } = await family.player("Kitchen");
        expect(`${state.state} ${state.playing?.trackKey}`).toBe(`playing ${slot}`);
        const { slots } = await parent.ask<{ slots: { slot: string; sentence: string }[] }>(
          "GET",
          `/api/streams/${streamId}/explanation`,
        );
        expect(slots.find((each) => each.slot === slot)?.sentence).toContain(told);
      }, soon);
    await hears("start", "At the edge of the wood");
    // Take the lantern, which leads into the wood by itself; then into the cave, where it is light.
    await family.do("Kitchen", "press-left");
    await hears("1LL", "The lantern");
    await family.do("Kitchen", "press-left");
    await hears("2LL", "Light in the cave");
    await family.do("Kitchen", "press-left");
    await hears("0LL", "At the edge of the wood");
    await family.do("Kitchen", "press-right");
    await hears("1LR", "In the wood");
    await family.do("Kitchen", "press-left");
    await hears("2RL", "Too dark");
    await parent.ask("PATCH", "/api/settings", { limits: { tracksPerCard: 100 } });
  }, 400_000);
});

// Only at home: on AWS a power cut is a worker that dies (`story-on-killed-worker.test.ts`).
test("at home, a power cut while a story is read aloud costs nothing: the card is made once, and nothing is spoken twice", async () => {
  await using folder = await afterFirstStart();
  let jobId: string;
  let story: Story;
  let before: readonly { readonly audioId: string }[];
  {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    story = await theStory(parent);
    jobId = (await parent.ask<Job>("POST", `/api/stories/${story.id}/card`)).id;
    before = await vi.waitFor(async () => {
      const { sounds } = await parent.ask<Story>("GET", `/api/stories/${story.id}`);
      expect(sounds.length).toBeGreaterThan(1);
      return sounds;
    }, soon);
    await product.kill();
  }
  await using product = await startProduct(folder.path);
  const parent = aParent(product.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  expect(await over(parent, jobId)).toMatchObject({ state: "done" });
  const { sounds, chapters } = await parent.ask<Story>("GET", `/api/stories/${story.id}`);
  expect(sounds).toHaveLength(chapters);
  expect(sounds.map(({ audioId }) => audioId)).toEqual(
    expect.arrayContaining(before.map(({ audioId }) => audioId)),
  );
  const { items } = await parent.ask<{ items: { title: string }[] }>("GET", "/api/cards");
  expect(items.filter(({ title }) => title === story.title)).toHaveLength(1);
}, 240_000);
