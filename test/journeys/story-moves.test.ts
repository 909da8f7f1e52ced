import { expect, test, vi } from "vitest";
import { createS3AudioFiles } from "../../src/adapters/aws/s3/audio-files.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { Job } from "../../src/http/schema/job.ts";
import type { Story } from "../../src/http/schema/story.ts";
import { moveBetween } from "../../src/main/operate/move.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";
import { signedTo } from "../emulators/signed-to.ts";
import { linkFamily, startAwsWorld } from "./aws-world.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { aDataFolder, startProduct } from "./running-product.ts";
import { soon } from "./some-home.ts";

type Card = {
  readonly id: string;
  readonly title: string;
  readonly storyId?: string;
  readonly pending: boolean;
  readonly published?: { readonly yotoCardId: string };
  readonly chapters: readonly { readonly key: string; readonly plays: { readonly streamId?: string } }[];
};

/** Long enough for two moves, two starts at home, and a deployment. */
const most = 400_000;

/** A story's card, made and published; answers the card. */
async function aCard(parent: Parent, storyId: string): Promise<Card> {
  const { id } = await parent.ask<Job>("POST", `/api/stories/${storyId}/card`);
  const job = await vi.waitFor(async () => {
    const found = await parent.ask<Job>("GET", `/api/jobs/${id}`);
    expect(found).toMatchObject({ state: "done" });
    return found;
  }, soon);
  return parent.ask<Card>("POST", `/api/cards/${job.result?.["cardId"]}/publish`, {});
}

async function aStory(parent: Parent): Promise<string> {
  const { id, title, asksAgain, passages } = await parent.ask<Story>("POST", "/api/stories", {
    example: true,
  });
  const voice = { voiceId: "kal16", rate: 2 };
  await parent.ask("PUT", `/api/stories/${id}`, { title, asksAgain, passages, voice });
  return id;
}

/** What of stories must be the same in the new home. Addresses are each home's own. */
async function ruleCandidates(parent: Parent, cards: readonly Card[]) {
  const list = async (path: string) => (await parent.ask<{ items: readonly object[] }>("GET", path)).items;
  const stories = (await list("/api/stories")) as readonly Story[];
  const recordings = (await list("/api/audio")) as readonly { id: string; title: string; seconds: number }[];
  const own = await Promise.all(cards.map(({ id }) => parent.ask<Card>("GET", `/api/cards/${id}`)));
  return {
    stories: await Promise.all(stories.map(({ id }) => parent.ask("GET", `/api/stories/${id}`))),
    chapters: await Promise.all(stories.map(({ id }) => parent.ask("GET", `/api/stories/${id}/chapters`))),
    deleted: await list("/api/stories/trash"),
    collections: await list("/api/collections"),
    recordings: recordings.map(({ id, title, seconds }) => ({ id, title, seconds })),
    cards: own.map(({ id, title, storyId, published }) => ({
      id,
      title,
      storyId,
      at: published?.yotoCardId,
    })),
  };
}

test(
  "a family with stories moves from home to AWS and back: records, recordings, cards, and where the child was in a story",
  async () => {
    await using world = await startAwsWorld();
    const { yoto, family } = world;
    await using oldFolder = await aDataFolder();
    await using newFolder = await aDataFolder();
    const atHome = {
      YOTO_CLIENT_ID: pretendClientId,
      YOTO_AUTH_URL: yoto.url,
      YOTO_API_URL: yoto.url,
      YOTO_LABS_URL: yoto.labsUrl,
      YOTO_MQTT_URL: yoto.mqttUrl,
    };
    const call: ReturnType<typeof signedTo> = (service, request) =>
      signedTo(() => world.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}` as "AWS_ENDPOINT_URL_S3"])(
        service,
        request,
      );
    const move = (to: "aws" | "home", dataDir: string) =>
      moveBetween(
        {
          ...{ to, region: "us-east-1", table: world.env.DYNAMODB_TABLE, bucket: world.env.S3_AUDIO_BUCKET },
          ...{ parameterPrefix: "/yoto-smart-stream", replace: false, onProgress: () => {} },
        },
        { call, dataDir, clock: systemClock() },
      );
    /** The player is there, and this is what is told there. */
    const hears = (parent: Parent, streamId: string | undefined, slot: string, told: string) =>
      vi.waitFor(async () => {
        const { state } = await family.player("Kitchen");
        expect(`${state.state} ${state.playing?.trackKey}`).toBe(`playing ${slot}`);
        const { slots } = await parent.ask<{ slots: { slot: string; sentence: string }[] }>(
          "GET",
          `/api/streams/${streamId}/explanation`,
        );
        expect(slots.find((each) => each.slot === slot)?.sentence).toContain(told);
      }, soon);
    const isAt = (key: string) =>
      vi.waitFor(async () => {
        const { state } = await family.player("Kitchen");
        expect(`${state.state} ${state.playing?.trackKey}`).toBe(`playing ${key}`);
      }, soon);
    const putIn = (card: Card) => family.do("Kitchen", "insert", { cardId: card.published?.yotoCardId });
    const takeOut = () => family.do("Kitchen", "remove");
    const signIn = async (url: string) => {
      const parent = aParent(url);
      await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
      return parent;
    };
    /** Published anew, with the addresses of where the family lives now: still the same cards at Yoto. */
    const publishAgain = async (parent: Parent, cards: readonly Card[]) => {
      for (const { id, published } of cards)
        expect(await parent.ask<Card>("POST", `/api/cards/${id}/publish`, {})).toMatchObject({
          pending: false,
          published: { yotoCardId: published?.yotoCardId },
        });
    };

    let product = await startProduct(oldFolder.path, atHome);
    let parent = await theFirstParent(product.url);
    await linkFamily(parent, yoto, yoto.account);
    const whole = await aCard(parent, await aStory(parent));
    await parent.ask("PATCH", "/api/settings", { limits: { tracksPerCard: 14 } });
    const live = await aCard(parent, await aStory(parent));
    await parent.ask("PATCH", "/api/settings", { limits: { tracksPerCard: 100 } });
    await parent.ask("DELETE", `/api/stories/${await aStory(parent)}`);
    const streamId = live.chapters[0]?.plays.streamId;

    // The child goes two steps in.
    await putIn(live);
    await hears(parent, streamId, "start", "At the edge of the wood");
    await family.do("Kitchen", "press-right");
    await hears(parent, streamId, "1LR", "In the wood");
    await family.do("Kitchen", "press-right");
    await hears(parent, streamId, "2RR", "The stream");
    await takeOut();
    const before = await ruleCandidates(parent, [whole, live]);
    expect(before.stories).toHaveLength(2);
    expect(before.deleted).toHaveLength(1);
    expect(await product.stop()).toBe(0);

    // The deployment is there, and awake, before anything is carried into it.
    expect(await world.worker.invoke({ do: "set-up-link" })).toMatchObject({ ok: true });
    expect(await move("aws", oldFolder.path)).toMatchObject({ accounts: 1, filesThere: 0 });
    await world.listen();
    parent = await signIn(world.url);
    expect(await ruleCandidates(parent, [whole, live])).toEqual(before);
    await publishAgain(parent, [whole, live]);
    await putIn(whole);
    await isAt(whole.chapters[0]?.key ?? "");
    await family.do("Kitchen", "press-left");
    await isAt("the-lantern");
    await takeOut();
    // Asked whether to go on, it does, where it was at home.
    await putIn(live);
    await hears(parent, streamId, "start", "may go on there");
    await family.do("Kitchen", "press-left");
    await hears(parent, streamId, "1LL", "The stream");
    await takeOut();
    // A story is made anew here; what was spoken at home is not spoken again.
    const { id: jobId } = await parent.ask<Job>("POST", `/api/stories/${whole.storyId}/card`);
    await vi.waitFor(
      async () =>
        expect(await parent.ask<Job>("GET", `/api/jobs/${jobId}`)).toMatchObject({
          state: "done",
          result: { cardId: whole.id, spoken: 0 },
        }),
      soon,
    );
    // The hourly look-round takes nothing away that was carried here.
    expect(await world.worker.invoke({ scheduled: "tend-library" })).toMatchObject({ ok: true });
    const files = createS3AudioFiles(call, {
      bucket: world.env.S3_AUDIO_BUCKET,
      addressOf: async (key) => new URL(key, "http://nowhere"),
    });
    const kept = (await files.list("audio/")).map(({ key }) => key);
    for (const { id } of before.recordings) expect(kept).toContain(`audio/${id}.mp3`);
    const onAws = await ruleCandidates(parent, [whole, live]);

    expect(await move("home", newFolder.path)).toMatchObject({ accounts: 1 });
    product = await startProduct(newFolder.path, atHome);
    try {
      parent = await signIn(product.url);
      expect(await ruleCandidates(parent, [whole, live])).toEqual(onAws);
      await publishAgain(parent, [whole, live]);
      await putIn(live);
      await hears(parent, streamId, "start", "may go on there");
      await takeOut();
      await putIn(whole);
      await family.do("Kitchen", "press-left");
      await isAt("the-lantern");
    } finally {
      await product.stop();
    }
  },
  most,
);
