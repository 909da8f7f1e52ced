import { describe, expect, test, vi } from "vitest";
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
