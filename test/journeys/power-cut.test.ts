import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { anMp3 } from "../browser/an-mp3.ts";
import { afterFirstStart } from "../first-start.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { type RunningProduct, startProduct } from "./running-product.ts";

const soon = { timeout: 60_000, interval: 250 };

async function signIn(product: RunningProduct): Promise<Parent> {
  const parent = aParent(product.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  return parent;
}

type Recording = { id: string; title: string; playUrl: string; lufs?: number; waveform?: string };
const library = async (parent: Parent) =>
  (await parent.ask<{ items: Recording[] }>("GET", "/api/audio")).items;

/** Without what is heard of a recording afterwards, in a job. */
function asItCame({ lufs: _, waveform: __, ...item }: Recording) {
  return item;
}

// Only at home: on AWS no process of ours keeps anything; what dies there is a worker (`worker-on-aws.test.ts`) or a listener.
test("a power cut in the middle of an upload leaves what was there, and nothing half", async () => {
  await using folder = await afterFirstStart();
  let before: Awaited<ReturnType<typeof library>>;
  {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    await parent.send("POST", "/api/audio?name=whole.mp3", { body: new Uint8Array(await anMp3(2)) });
    before = await library(parent);
    expect(before.map(({ title }) => title)).toContain("whole");

    const session = await parent.send("GET", "/api/session");
    expect(session.status).toBe(200);
    const half = await anMp3(20, 440);
    await uploadHalf(product.url, await cookieOf(product), half);
    await vi.waitFor(async () => expect(await unfinishedFiles(folder.path)).not.toEqual([]), soon);
    await product.kill();
  }
  await using again = await startProduct(folder.path);
  const parent = await signIn(again);
  const after = await library(parent);
  expect(after.map(asItCame)).toEqual(before.map(asItCame));
  for (const { playUrl } of after) expect((await parent.send("GET", playUrl)).status).toBe(200);
  expect(await unfinishedFiles(folder.path)).toEqual([]);
});

test("a power cut in a burst of events loses nothing that was shown, and the state is the player's again", async () => {
  await using folder = await afterFirstStart();
  let seen: { kind: string; atMs: number }[];
  let kitchenId: string;
  {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    const family = pretendFamily(product.pretendUrl);
    const { items: cards } = await parent.ask<{ items: { published?: { yotoCardId: string } }[] }>(
      "GET",
      "/api/cards",
    );
    await family.do("Kitchen", "insert", { cardId: cards[0]?.published?.yotoCardId });
    const { items } = await parent.ask<{ items: { id: string; name: string }[] }>("GET", "/api/players");
    kitchenId = items.find(({ name }) => name === "Kitchen")?.id ?? "";
    const history = async () =>
      (
        await parent.ask<{ items: { kind: string; atMs: number }[] }>(
          "GET",
          `/api/players/${kitchenId}/history`,
        )
      ).items;
    const knob = (async () => {
      for (let turn = 0; turn < 6; turn++)
        await family.do("Kitchen", "turn-volume", { steps: turn % 2 === 0 ? 2 : -2 });
    })().catch(() => {}); // the pretend world goes with the product
    await vi.waitFor(async () => expect((await history()).length).toBeGreaterThan(1), soon);
    seen = await history();
    await product.kill();
    await knob;
  }
  await using again = await startProduct(folder.path);
  const parent = await signIn(again);
  const { items } = await parent.ask<{ items: { kind: string; atMs: number }[] }>(
    "GET",
    `/api/players/${kitchenId}/history?limit=200`,
  );
  for (const entry of seen) expect(items).toContainEqual(entry);
  const family = pretendFamily(again.pretendUrl);
  await vi.waitFor(async () => {
    const truth = (await family.player("Kitchen")).state;
    const player = await parent.ask<{ volume?: { steps: number }; playback: { status: string } }>(
      "GET",
      `/api/players/${kitchenId}`,
    );
    expect(player.volume?.steps).toBe(truth.volume);
    expect(player.playback.status === "playing").toBe(truth.state === "playing");
  }, soon);
});

/** Sends half of an upload and leaves the connection open. */
async function uploadHalf(url: string, cookie: string, mp3: Buffer): Promise<void> {
  const upload = request(`${url}/api/audio?name=half.mp3`, {
    method: "POST",
    headers: { cookie, "content-type": "audio/mpeg", "content-length": mp3.byteLength },
  });
  upload.on("error", () => {}); // the cut
  await new Promise<void>((resolve) => {
    upload.write(mp3.subarray(0, mp3.byteLength / 2), () => resolve());
  });
}

async function cookieOf({ url }: RunningProduct): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "anna", password: "a long password" }),
  });
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Files under the audio folder that are not finished pieces. */
async function unfinishedFiles(dataFolder: string): Promise<string[]> {
  const names = await readdir(join(dataFolder, "audio"), { recursive: true });
  return names.filter((name) => name.includes(".part"));
}
