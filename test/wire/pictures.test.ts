import { encode } from "fast-png";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CardId, StreamId } from "../../src/domain/ids.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { anApp } from "../http/an-app.ts";
import { startLinkedWorld } from "./linked-world.ts";

let world: Awaited<ReturnType<typeof startLinkedWorld>>;
let app: ReturnType<typeof anApp>;
let cookie: string;
const cardId = CardId("card-1");

beforeAll(async () => {
  world = await startLinkedWorld();
  const { table, secrets, clock, chance, cloud } = world;
  const stores = createStores({ table, secrets, clock, chance });
  const demo = { pretendUrl: new URL(world.yoto.url) };
  app = anApp({ stores, clock, chance, cloud, signIn: world.tokenDeps.signIn, demo });
  cookie = await app.setUp();
  await world.link();
  await stores.cards.create({
    id: cardId,
    title: "Moon",
    chapters: ["Der Mond", "Chapter two"].map((title, at) => ({
      key: `0${at + 1}`,
      title,
      plays: { from: "stream", streamId: StreamId("s"), slot: String(at + 1) },
    })),
    createdAtMs: 0,
    changedAtMs: 0,
  });
});
afterAll(async () => {
  app?.stop();
  await world?.[Symbol.asyncDispose]();
});

const json = async <Answer>(answer: Promise<Response>): Promise<Answer> =>
  (await (await answer).json()) as Answer;
const picture = (shade: number) =>
  encode({ width: 40, height: 40, data: Uint8Array.from({ length: 40 * 40 * 3 }, () => shade), channels: 3 });
type Icon = {
  readonly id: string;
  readonly title?: string;
  readonly tags: string[];
  readonly pictureUrl: string;
};

test("any picture becomes an icon at Yoto, as Yoto takes it, and is found by our name for it; twice is once", async () => {
  const send = (title: string) =>
    json<Icon>(app.ask("POST", `/api/icons?title=${title}&tags=grey,stone`, { cookie, body: picture(90) }));
  const first = await send("Pebble");
  const again = await send("Pebble"); // Yoto answers `url: {}` now
  expect(again).toEqual(first);
  const { items } = await json<{ items: Icon[] }>(
    app.ask("GET", "/api/icons?of=me&search=stone", { cookie }),
  );
  expect(items).toEqual([first]);
  const shown = await app.ask("GET", first.pictureUrl, { cookie });
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
  const uploads = world.yoto.journal
    .entries()
    .flatMap((entry) =>
      entry.kind === "http" && entry.url.includes("displayIcons/user/me/upload") ? [entry] : [],
    );
  expect(uploads.map(({ url, status }) => [url.includes("autoConvert=false"), status])).toEqual([
    [true, 200],
    [true, 200],
  ]);
});

test("what is no picture is refused with words, and nothing reaches Yoto", async () => {
  const before = world.yoto.journal.entries().length;
  const answer = await app.ask("POST", "/api/icons", { cookie, body: "<html>" });
  expect([answer.status, await answer.json()]).toMatchObject([415, { error: { code: "not-a-picture" } }]);
  expect(world.yoto.journal.entries().length).toBe(before);
});

test("titles find icons, and a card wears them", async () => {
  const titles = ["Der Mond", "Chapter two"];
  const { items } = await json<{ items: { because?: string; icons: Icon[] }[] }>(
    app.ask("POST", "/api/icons/match", { cookie, json: { titles } }),
  );
  expect(items.map(({ icons }) => icons[0]?.title)).toEqual(["Moon", undefined]);
  const number = await json<Icon>(app.ask("POST", "/api/icons/drawn", { cookie, json: { text: "2" } }));
  const icons = { "01": items[0]?.icons[0]?.id, "02": number.id };
  expect((await app.ask("PUT", `/api/cards/${cardId}/icons`, { cookie, json: { icons } })).status).toBe(200);
  const card = (await app.stores.cards.get(cardId))?.value;
  expect(card?.chapters.map(({ icon }) => icon)).toEqual([`yoto:#${icons["01"]}`, `yoto:#${icons["02"]}`]);
  const wrong = await app.ask("PUT", `/api/cards/${cardId}/icons`, {
    cookie,
    json: { icons: { "09": "x" } },
  });
  expect(wrong.status).toBe(404);
});

test("a card gets a cover of a picture that was sent, or one drawn with its title, and shows it", async () => {
  const path = `/api/cards/${cardId}/cover`;
  const sent = await app.ask("PUT", `${path}?size=square&x=0&y=0&width=0.5&height=0.5`, {
    cookie,
    body: picture(200),
  });
  const { coverUrl: first } = await json<{ coverUrl: string }>(Promise.resolve(sent));
  const headers = { "content-type": "application/octet-stream" }; // as programs send files
  const unnamed = await app.ask("PUT", `${path}?size=wide`, { cookie, body: picture(100), headers });
  expect(unnamed.status).toBe(200);
  const drawn = await app.ask("PUT", path, { cookie, json: { from: "template" } });
  const { coverUrl: second } = await json<{ coverUrl: string }>(Promise.resolve(drawn));
  expect(first).not.toBe(second);
  const shown = await app.ask("GET", second, { cookie });
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  const none = await app.ask("PUT", path, { cookie, json: { from: "audio", audioId: "none" } });
  expect([none.status, await none.json()]).toMatchObject([404, { error: { code: "no-picture-there" } }]);
});
