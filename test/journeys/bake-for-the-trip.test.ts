import { describe, expect, test, vi } from "vitest";
import type { Story } from "../../src/http/schema/story.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { afterFirstStart } from "../first-start.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { startProduct } from "./running-product.ts";
import { shapes, sharedInFile, someHome, soon } from "./some-home.ts";

type Card = {
  readonly id: string;
  readonly playsFrom: string;
  readonly published: { readonly yotoCardId: string };
};
type Job = { readonly state: string; readonly note?: string };

async function aCard(parent: Parent, title: string, hertz: readonly number[]): Promise<Card> {
  const audio: string[] = [];
  for (const each of hertz) {
    const sent = await parent.send("POST", `/api/audio?name=${each}.mp3`, {
      body: new Uint8Array(await anMp3(20, each)),
      headers: { "content-type": "audio/mpeg" },
    });
    audio.push(((await sent.json()) as { audio: { id: string } }).audio.id);
  }
  return parent.ask<Card>("POST", "/api/cards", { title, audio });
}

describe.each(shapes)("%s", (shape) => {
  const home = sharedInFile(() => someHome(shape));

  test("a card goes to Yoto for a trip and comes back: the child goes on where it stopped", async () => {
    const { parent, family } = await home();
    const card = await aCard(parent, "Trip", [220, 330]);
    await family.switch({ transcodeSeconds: 1 });
    const cardId = card.published.yotoCardId;
    const path = `/api/cards/${card.id}`;
    const kitchen = async () => {
      const { state } = await family.player("Kitchen");
      return `${state.state} ${state.playing?.trackKey}`;
    };
    await family.do("Kitchen", "insert", { cardId });
    await vi.waitFor(async () => expect(await kitchen()).toBe("playing 01"), soon);
    await family.do("Kitchen", "next");
    await vi.waitFor(async () => expect(await kitchen()).toBe("playing 02"), soon);
    await family.do("Kitchen", "remove");
    for (const place of ["yoto", "this-server", "yoto"]) {
      await parent.ask("POST", `${path}/${place === "yoto" ? "bake" : "stream"}`, {});
      await vi.waitFor(
        async () =>
          expect(await parent.ask("GET", path)).toMatchObject({
            playsFrom: place,
            published: { yotoCardId: cardId },
          }),
        soon,
      );
      await family.do("Kitchen", "insert", { cardId });
      await vi.waitFor(async () => expect(await kitchen(), place).toBe("playing 02"), soon);
      await family.do("Kitchen", "remove");
    }
  });
});

test("without internet a story that was brought to Yoto is told with its choices; one that is told from here says so before", async () => {
  await using folder = await afterFirstStart();
  await using product = await startProduct(folder.path);
  const parent = await theFirstParent(product.url);
  const family = pretendFamily(product.pretendUrl);
  await family.switch({ transcodeSeconds: 0.2 });
  const aStory = async () => {
    const { id, title, passages } = await parent.ask<Story>("POST", "/api/stories", { example: true });
    const voice = { voiceId: "kal16", rate: 2 };
    await parent.ask("PUT", `/api/stories/${id}`, { title, asksAgain: true, passages, voice });
    const job = await parent.ask<Job & { id: string }>("POST", `/api/stories/${id}/card`);
    const done = await vi.waitFor(async () => {
      const now = await parent.ask<Job & { result?: { cardId: string } }>("GET", `/api/jobs/${job.id}`);
      expect(now.state).toBe("done");
      return now;
    }, soon);
    return parent.ask<Card>("POST", `/api/cards/${done.result?.cardId}/publish`, {});
  };
  const kitchen = async () => (await family.player("Kitchen")).state;
  const isAt = (key: string) =>
    vi.waitFor(async () => {
      const { activity, playing } = await kitchen();
      expect(`${activity} ${playing?.trackKey}`).toBe(`playing ${key}`);
    }, soon);
  const insert = ({ published }: Card) => family.do("Kitchen", "insert", { cardId: published.yotoCardId });

  const card = await aStory();
  await parent.ask("POST", `/api/cards/${card.id}/bake`, {});
  await vi.waitFor(
    async () =>
      expect(await parent.ask("GET", `/api/cards/${card.id}/state`)).toMatchObject({
        job: { state: "done" },
      }),
    soon,
  );
  // Put in once at home, as before every trip, until the player has all of it.
  await insert(card);
  await isAt("at-the-edge-of-the-wood");
  await vi.waitFor(async () => {
    const { download } = await kitchen();
    expect(download).toMatchObject({ running: false });
    expect(download.storedKiB).toBeGreaterThan(0);
  }, soon);
  await family.do("Kitchen", "remove");
  await family.do("Kitchen", "wifi", { on: false });
  const asked = (await family.journal()).length;

  // The story goes on where it was, in its first passage or the question after it.
  await insert(card);
  await vi.waitFor(async () => expect((await kitchen()).activity).toBe("playing"), soon);
  await family.do("Kitchen", "press-left");
  await isAt("the-lantern");
  await isAt("in-the-wood-2");
  await family.do("Kitchen", "press-left");
  await isAt("light-in-the-cave");
  await family.do("Kitchen", "press-left");
  await isAt("at-the-edge-of-the-wood");
  await vi.waitFor(
    async () => expect((await kitchen()).heard.slice(-4).every(({ frames }) => frames > 0)).toBe(true),
    soon,
  );
  expect((await family.journal()).slice(asked).filter(({ kind }) => kind === "http")).toEqual([]);
  await family.do("Kitchen", "remove");
  await family.do("Kitchen", "wifi", { on: true });

  await parent.ask("PATCH", "/api/settings", { limits: { tracksPerCard: 14 } });
  const live = await aStory();
  const { problems } = await parent.ask<{ problems: { message: string }[] }>(
    "GET",
    `/api/cards/${live.id}/state`,
  );
  expect(problems[0]?.message).toContain("it needs internet, also on a trip");
  const refused = await parent.send("POST", `/api/cards/${live.id}/bake`, {
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(await refused.text()).toContain("it needs internet, also on a trip");
  const { findings } = await parent.ask<{ findings: { code: string }[] }>(
    "POST",
    `/api/cards/${live.id}/check`,
  );
  expect(findings.map(({ code }) => code)).toContain("needs-internet");
});

// Only at home: on AWS a power cut is a worker that dies (`worker-on-aws.test.ts`).
test("at home, a power cut on the way to Yoto costs nothing", async () => {
  await using folder = await afterFirstStart();
  let second: Card;
  {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    await pretendFamily(product.pretendUrl).switch({ transcodeSeconds: 4 });
    second = await aCard(parent, "Second trip", [440, 550]);
    await parent.ask("POST", `/api/cards/${second.id}/bake`, {});
    await vi.waitFor(async () => {
      const { job } = await parent.ask<{ job?: Job }>("GET", `/api/cards/${second.id}/state`);
      expect(job).toMatchObject({ state: "running", note: expect.stringContaining("Chapter") });
    }, soon);
    await product.kill();
  }
  await using product = await startProduct(folder.path);
  const parent = aParent(product.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  await vi.waitFor(
    async () =>
      expect(await parent.ask("GET", `/api/cards/${second.id}`)).toMatchObject({
        playsFrom: "yoto",
        published: { yotoCardId: second.published.yotoCardId },
      }),
    soon,
  );
});
