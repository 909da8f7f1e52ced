import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AudioId, CardId, StoryId, StreamId } from "../../src/domain/ids.ts";
import { exampleStory } from "../../src/domain/stories/example-story.ts";
import { liveSayings } from "../../src/domain/stories/live-script.ts";
import type { StoryText } from "../../src/domain/stories/story.ts";
import type { Card } from "../../src/http/schema/card.ts";
import type { PlayCheck } from "../../src/http/schema/play-check.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { composeStoryCard } from "../../src/usecases/stories/compose-story-card.ts";
import { anApp, silentMp3 } from "../http/an-app.ts";
import { startLinkedWorld } from "./linked-world.ts";

let world: Awaited<ReturnType<typeof startLinkedWorld>>;
let app: ReturnType<typeof anApp>;
let cookie: string;
let audioId: string;
let stream: Stream;
let card: Card;
/** What stands between players and the app. */
type Between = (request: IncomingMessage, response: ServerResponse) => boolean;
const nothing: Between = () => false;
let between = nothing;
let serve: (request: IncomingMessage, response: ServerResponse) => unknown;
const server = createServer((request, response) => {
  if (!between(request, response)) serve(request, response);
});

const ask = async <Answer>(method: string, path: string, json?: unknown): Promise<Answer> => {
  const answer = await app.ask(method, path, { cookie, ...(json !== undefined && { json }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
};
const check = (path = `/api/cards/${card.id}/check`) => ask<PlayCheck>("POST", path);
const codes = ({ findings }: PlayCheck, is: string) =>
  findings.filter((each) => each.is === is).map(({ code }) => code);

beforeAll(async () => {
  world = await startLinkedWorld();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const publicUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { table, secrets, clock, chance, cloud } = world;
  const stores = createStores({ table, secrets, clock, chance });
  const demo = { pretendUrl: new URL(world.yoto.url) };
  const signIn = world.tokenDeps.signIn;
  app = anApp({ stores, clock, chance, cloud, signIn, demo, publicUrl });
  serve = getRequestListener(app.app.fetch, { overrideGlobalObjects: false });
  cookie = await app.setUp();
  await world.link();
  const path = "/api/audio?name=a.mp3&title=Moon";
  const uploaded = await app.ask("PUT", path, { cookie, body: silentMp3(600) });
  audioId = ((await uploaded.json()) as { audio: { id: string } }).audio.id;
  stream = await ask<Stream>("POST", "/api/streams", {
    title: "Night",
    rule: { kind: "book", audio: [audioId] },
  });
  card = await ask<Card>("POST", "/api/cards", { title: "Night", streamId: stream.id });
});
beforeEach(() => {
  between = nothing;
});
afterAll(async () => {
  app?.stop();
  server.closeAllConnections();
  server.close();
  await world?.[Symbol.asyncDispose]();
});

test("a good card plays: its sound is fetched and decoded, and nobody's place in the book moves", async () => {
  const checked = await check();
  expect(checked.verdict).toBe("plays");
  expect(codes(checked, "good")).toEqual(expect.arrayContaining(["fits", "ranges", "sound"]));
  const one = await ask<Stream>("GET", `/api/streams/${stream.id}`);
  expect(one.slots[0]?.requests.count).toBe(0);
  expect(await app.stores.listenings.get(StreamId(stream.id), "check")).toBeUndefined();
  expect((await check(`/api/streams/${stream.id}/check`)).verdict).toBe("plays");
});

test("a card whose story is told from here plays: each of its slots is looked at, and nobody's place in the story moves", async () => {
  const text: StoryText = { ...exampleStory, title: "Wood" };
  const story = { ...text, id: StoryId("wood"), sounds: [], createdAtMs: 0, changedAtMs: 0 };
  const made = new Map((liveSayings(text) ?? []).map(({ key }) => [key, AudioId(audioId)]));
  const deps = { ...app.deps, ...app.stores };
  const id = CardId("live-wood");
  expect(await composeStoryCard(deps, id, { story, made })).toEqual({ ok: true });
  const { chapters } = await ask<Card>("GET", `/api/cards/${id}`);
  expect(chapters).toHaveLength(13);
  const checked = await check(`/api/cards/${id}/check`);
  expect([checked.verdict, codes(checked, "bad")]).toEqual(["plays-but", []]);
  // It was not published here, and needs the server; nothing else.
  expect(codes(checked, "warn").toSorted()).toEqual(["needs-internet", "not-published"]);
  expect(codes(checked, "good")).toEqual(expect.arrayContaining(["fits", "ranges", "sound"]));
  const played = chapters[0]?.plays;
  const streamId = StreamId(played?.from === "stream" ? played.streamId : "");
  const one = await ask<Stream>("GET", `/api/streams/${streamId}`);
  expect(one.slots.map(({ requests }) => requests.count).filter((count) => count > 0)).toEqual([]);

  // A recording that it tells is thrown away: that is told before a child hears nothing.
  await ask("POST", "/api/audio/trash", { ids: [audioId], force: true });
  const silent = await check(`/api/cards/${id}/check`);
  expect(silent.verdict).toBe("does-not-play");
  expect(codes(silent, "bad")).toContain("recordings-gone");
  await ask("POST", "/api/audio/trash/restore", { ids: [audioId] });
  expect((await check(`/api/cards/${id}/check`)).verdict).toBe("plays-but");
});

test("a mark that is not ours makes nobody invisible", async () => {
  const { pathname } = new URL(stream.slots[0]?.url ?? "");
  const { port } = server.address() as AddressInfo;
  await (
    await fetch(`http://127.0.0.1:${port}${pathname}`, { headers: { "x-smart-stream-check": "v1.guessed" } })
  ).arrayBuffer();
  const one = await ask<Stream>("GET", `/api/streams/${stream.id}`);
  expect(one.slots[0]?.requests.count).toBe(1);
});

const troubles: readonly (readonly [string, Between, string, string])[] = [
  [
    "a proxy that asks for a login",
    (_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<form>");
      return true;
    },
    "bad",
    "content-type",
  ],
  [
    "a proxy that drops ranges",
    (request) => {
      delete request.headers.range;
      request.rawHeaders = request.rawHeaders.map((each) => (/^range$/i.test(each) ? "x-range" : each));
      return false;
    },
    "warn",
    "no-ranges",
  ],
  [
    "a proxy that knows no HEAD",
    (request, response) => {
      if (request.method !== "HEAD") return false;
      response.writeHead(405).end();
      return true;
    },
    "warn",
    "head",
  ],
  [
    "bytes that are no sound",
    (_, response) => {
      response.writeHead(200, { "content-type": "audio/mpeg" }).end("this was an MP3 once");
      return true;
    },
    "bad",
    "no-sound",
  ],
];
test.each(troubles)("%s is found, with what to do", async (_, trouble, is, code) => {
  between = trouble;
  const checked = await check();
  const finding = checked.findings.find((each) => each.code === code);
  expect(finding).toMatchObject({ is, next: expect.stringMatching(/\w/) });
});

test("an address that was replaced since the card was published will not play, and publishing mends it", async () => {
  await ask("POST", `/api/streams/${stream.id}/secret`);
  const checked = await check();
  expect([checked.verdict, codes(checked, "bad")]).toEqual(["does-not-play", ["old-address"]]);
  expect((await check(`/api/cards/${card.id}/check?beforePublishing=true`)).verdict).toBe("plays");
  await ask("POST", `/api/cards/${card.id}/publish`, {});
  expect((await check()).verdict).toBe("plays");
});

test("a deleted recording is found before a child does", async () => {
  await ask("POST", "/api/cards", { title: "Other", streamId: stream.id });
  await app.ask("DELETE", `/api/audio/${audioId}?force=true`, { cookie });
  expect(codes(await check(), "bad")).toEqual(expect.arrayContaining(["recordings-gone"]));
  const gone = await app.ask("POST", `/api/cards/${CardId("nothing")}/check`, { cookie });
  expect(gone.status).toBe(404);
});
