import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Feed } from "../src/domain/feed.ts";
import { type FeedId, UserName } from "../src/domain/ids.ts";
import { fetchEpisode } from "../src/usecases/feeds/fetch-episode.ts";
import { followFeed } from "../src/usecases/feeds/follow-feed.ts";
import { newestEpisodes } from "../src/usecases/feeds/newest-episodes.ts";
import { refreshDueFeeds } from "../src/usecases/feeds/refresh-due-feeds.ts";
import { refreshFeed } from "../src/usecases/feeds/refresh-feed.ts";
import { anAudioHouse } from "./an-audio-house.ts";
import { silentMp3 } from "./http/an-app.ts";

type House = Awaited<ReturnType<typeof anAudioHouse>>;
type Told = {
  readonly guid: string;
  readonly sound?: string;
  readonly bytes?: number;
  readonly title?: string;
};

let house: House;
let base = "";
let asked: { url: string; headers: Record<string, string | string[] | undefined> }[] = [];
/** What the server out there does with each path. */
let answers: Record<string, RequestListener> = {};
const server = createServer((request, answer) => {
  asked.push({ url: request.url ?? "", headers: request.headers });
  const path = (request.url ?? "").replace(/\?.*/, "");
  const how = answers[path];
  if (how === undefined) answer.writeHead(404).end();
  else how(request, answer);
});
const never = new AbortController().signal;
const orderedBy = UserName("anna");

beforeAll(async () => {
  house = await anAudioHouse({ stalledAfterMs: 150 });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  house.outside.add(port);
});
beforeEach(() => {
  asked = [];
  answers = {};
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

function rss(episodes: readonly Told[], more = ""): string {
  const items = episodes.map(
    ({ guid, sound = `/sound/${guid}.mp3`, bytes = 1000, title = `Number ${guid}` }, place) =>
      `<item><title>${title}</title><guid isPermaLink="false">${guid}</guid>
       <pubDate>${new Date(Date.UTC(2030, 0, 1) - place * 3_600_000).toUTCString()}</pubDate>
       <enclosure url="${sound}" length="${bytes}" type="audio/mpeg"/><itunes:duration>12:03</itunes:duration></item>`,
  );
  return `<?xml version="1.0"?><rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Sea &amp; Sand</title>${more}${items.join("")}</channel></rss>`;
}
const tells =
  (text: string, headers: Record<string, string> = {}): RequestListener =>
  (_, answer) =>
    answer.writeHead(200, { "content-type": "application/rss+xml", ...headers }).end(text);
const sends =
  (to: string, status = 302): RequestListener =>
  (_, answer) =>
    answer.writeHead(status, { location: to }).end();
const sounds =
  (frames: number): RequestListener =>
  (_, answer) =>
    answer.writeHead(200, { "content-type": "audio/mpeg" }).end(silentMp3(frames));

async function follow(path: string, fetchNewest = 0): Promise<Feed> {
  const followed = await followFeed(house.deps, { url: new URL(path, base), fetchNewest, orderedBy }, never);
  if (!followed.ok) throw new Error(followed.why === "no-feed" ? followed.says : followed.why);
  expect(await house.ended(followed.job.id)).toMatchObject({ is: "done" });
  return feedNow(followed.feed.id);
}
async function feedNow(id: FeedId): Promise<Feed> {
  const found = await house.deps.feeds.get(id);
  if (found === undefined) throw new Error("The feed is gone");
  return found.value;
}
async function newestOf(id: FeedId) {
  const [first] = (await house.deps.feeds.episodes(id, { limit: 1, backwards: true })).records;
  if (first === undefined) throw new Error("There is no episode");
  return first.value;
}
async function bringIn(feedId: FeedId) {
  const { id: episodeId } = await newestOf(feedId);
  const ordered = await fetchEpisode(house.deps, { feedId, episodeId, orderedBy });
  if (!ordered.ok || ordered.is !== "being-prepared") throw new Error("Nothing was ordered");
  return house.ended(ordered.job.id);
}

test("two thousand episodes are known after one look, newest first, and asked for again as the server wishes", async () => {
  const many = Array.from({ length: 2000 }, (_, n) => ({ guid: `many-${n}` }));
  let unchanged = 0;
  answers["/many"] = (request, answer) => {
    if (request.headers["if-none-match"] === '"v1"' && request.headers["if-modified-since"] === "yesterday") {
      unchanged += 1;
      answer.writeHead(304).end();
    } else tells(rss(many), { etag: '"v1"', "last-modified": "yesterday" })(request, answer);
  };
  const { id, title, episodes } = await follow("/many");
  expect([title, episodes]).toEqual(["Sea & Sand", 2000]);
  const { records, cursor } = await house.deps.feeds.episodes(id, { limit: 3, backwards: true });
  expect(records.map(({ value }) => [value.title, value.seconds])).toEqual([
    ["Number many-0", 723],
    ["Number many-1", 723],
    ["Number many-2", 723],
  ]);
  expect(cursor).toBeDefined();
  expect(await refreshFeed(house.deps, id, never)).toEqual({ newEpisodes: 0 });
  expect(unchanged).toBe(1);
  expect((await feedNow(id)).etag).toBe('"v1"');
});

test("a feed that moved for good is asked at its new place from then on; one that is elsewhere for the moment is not", async () => {
  answers["/new"] = tells(rss([{ guid: "moved" }]));
  answers["/old"] = sends("/new", 301);
  expect((await follow("/old")).url).toBe(`${base}/new`);
  answers["/there"] = tells(rss([{ guid: "there" }]));
  answers["/here"] = sends("/there", 302);
  expect((await follow("/here")).url).toBe(`${base}/here`);
  answers["/home"] = tells(rss([{ guid: "home" }]));
  answers["/told"] = tells(rss([{ guid: "a" }], `<itunes:new-feed-url>${base}/home</itunes:new-feed-url>`));
  expect((await follow("/told")).url).toBe(`${base}/home`);
});

test("older pages are read once, and a feed whose pages go in circles ends", async () => {
  answers["/p1"] = tells(rss([{ guid: "p-1" }], '<atom:link rel="next" href="/p2"/>'));
  answers["/p2"] = tells(rss([{ guid: "p-2" }], '<atom:link rel="next" href="/p3"/>'));
  answers["/p3"] = tells(rss([{ guid: "p-3" }], '<atom:link rel="next" href="/p1"/>'));
  const { id, episodes } = await follow("/p1");
  expect(episodes).toBe(3);
  asked = [];
  await refreshFeed(house.deps, id, never);
  expect(asked.map(({ url }) => url)).toEqual(["/p1"]);
});

test("a web page that names its feed leads there; one that names none, and everything else, is told as what it is", async () => {
  answers["/show"] = tells('<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">', {
    "content-type": "text/html",
  });
  answers["/feed"] = tells(rss([{ guid: "by-page" }]));
  expect((await follow("/show")).url).toBe(`${base}/feed`);
  answers["/page"] = tells("<!doctype html><p>hello", { "content-type": "text/html" });
  await expect(follow("/page")).rejects.toThrow(/web page there, not a podcast/);
  answers["/png"] = tells("\x89PNG");
  await expect(follow("/png")).rejects.toThrow(/no podcast/);
  await expect(follow("/missing")).rejects.toThrow(/404/);
});

test("a feed that becomes a web page keeps its episodes and says what is wrong until it is back", async () => {
  answers["/fickle"] = tells(rss([{ guid: "f" }]));
  const { id } = await follow("/fickle");
  answers["/fickle"] = tells("<html><body>buy this domain</body></html>", { "content-type": "text/html" });
  await refreshFeed(house.deps, id, never);
  expect(await feedNow(id)).toMatchObject({ episodes: 1, trouble: { times: 1 } });
  answers["/fickle"] = tells(rss([{ guid: "f" }, { guid: "g" }]));
  expect(await refreshFeed(house.deps, id, never)).toEqual({ newEpisodes: 1 });
  expect((await feedNow(id)).trouble).toBeUndefined();
});

test("an enclosure behind three redirects becomes a recording that knows its podcast", async () => {
  answers["/hops"] = tells(rss([{ guid: "hops", sound: "/hop1" }]));
  answers["/hop1"] = sends("/hop2");
  answers["/hop2"] = sends("/hop3", 307);
  answers["/hop3"] = sends("/end.mp3");
  answers["/end.mp3"] = sounds(60);
  const { id } = await follow("/hops");
  expect(await bringIn(id)).toMatchObject({ is: "done" });
  const [newest] = await newestEpisodes(house.deps, id, 3);
  expect(newest?.audio).toMatchObject({ title: "Number hops", album: "Sea & Sand", tags: ["podcast"] });
});

test("where originals are kept, an episode keeps the file it came as, tags and all; where not, only its sound", async () => {
  const tagged = Buffer.concat([
    Buffer.from("ID3\x04\x00\x00\x00\x00\x07\x68", "latin1"),
    Buffer.alloc(1000, "a word of the podcast "),
    silentMp3(77),
  ]);
  answers["/kept"] = tells(rss([{ guid: "kept" }]));
  answers["/let-go"] = tells(rss([{ guid: "let-go" }]));
  answers["/sound/kept.mp3"] = (_, answer) =>
    answer.writeHead(200, { "content-type": "audio/mpeg" }).end(tagged);
  answers["/sound/let-go.mp3"] = sounds(78);
  const recordingOf = async (id: FeedId) => {
    expect(await bringIn(id)).toMatchObject({ is: "done" });
    const { audioId } = await newestOf(id);
    return audioId && (await house.deps.audio.get(audioId))?.value;
  };
  const [kept, letGo] = [await follow("/kept"), await follow("/let-go")];
  await house.deps.settings.set("keep-originals", true);
  const recording = await recordingOf(kept.id);
  await house.deps.settings.set("keep-originals", false);
  const file = await house.deps.files.read(recording?.original?.key ?? "");
  expect(Buffer.from(await new Response(file ?? null).arrayBuffer()).equals(tagged)).toBe(true);
  expect(recording?.original?.bytes).toBe(tagged.length);
  expect(recording?.bytes).toBe(silentMp3(77).length);
  const without = await recordingOf(letGo.id);
  expect([without?.bytes, without?.original]).toEqual([silentMp3(78).length, undefined]);
});

test("a redirect into the home, of a feed or of an episode, is refused", async () => {
  answers["/into"] = sends("http://192.168.1.1/admin");
  await expect(follow("/into")).rejects.toThrow(/inside a home/);
  answers["/trap"] = tells(rss([{ guid: "trap", sound: "/trap.mp3" }]));
  answers["/trap.mp3"] = sends("http://169.254.169.254/latest/meta-data");
  const { id } = await follow("/trap");
  expect(await bringIn(id)).toMatchObject({ is: "failed", why: expect.stringMatching(/inside a home/) });
});

test("the newest come in by themselves; one that the feed replaces is fetched anew, one that only has new parameters is not", async () => {
  answers["/own"] = tells(rss([{ guid: "own", sound: "/own-1.mp3?token=1" }, { guid: "older" }]));
  answers["/own-1.mp3"] = sounds(70);
  answers["/own-2.mp3"] = sounds(90);
  const { id } = await follow("/own", 1);
  const jobOf = async () => (await newestOf(id)).jobId ?? "";
  await house.ended(await jobOf());
  const first = await newestOf(id);
  expect(first.audioId).toBeDefined();
  answers["/own"] = tells(rss([{ guid: "own", sound: "/own-1.mp3?token=2" }, { guid: "older" }]));
  await refreshFeed(house.deps, id, never);
  expect(await jobOf()).toBe(first.jobId);
  answers["/own"] = tells(rss([{ guid: "own", sound: "/own-2.mp3", title: "Better" }, { guid: "older" }]));
  await refreshFeed(house.deps, id, never);
  await house.ended(await jobOf());
  const [newest, ...others] = await newestEpisodes(house.deps, id, 5);
  expect(newest?.audio.title).toBe("Better");
  expect(newest?.audio.id).not.toBe(first.audioId);
  expect(others).toEqual([]);
});

test("a server that stalls is given up and asked ever more seldom, and the other podcasts get their turn", async () => {
  answers["/slow"] = tells(rss([{ guid: "slow" }]));
  answers["/quick"] = tells(rss([{ guid: "quick" }]));
  const slow = await follow("/slow");
  const quick = await follow("/quick");
  answers["/slow"] = (_, answer) => void answer.writeHead(200).write("<rss>");
  answers["/quick"] = tells(rss([{ guid: "quick" }, { guid: "quicker" }]));
  for (const { id } of [slow, quick]) {
    const found = await house.deps.feeds.get(id);
    if (found) await house.deps.feeds.save({ ...found.value, nextCheckMs: 0 }, found.version);
  }
  await refreshDueFeeds(house.deps, never);
  expect(await feedNow(slow.id)).toMatchObject({
    trouble: { says: expect.stringMatching(/does not answer/) },
  });
  expect((await feedNow(quick.id)).episodes).toBe(2);
  const waits: number[] = [];
  for (let time = 0; time < 2; time += 1) {
    await refreshFeed(house.deps, slow.id, never);
    const { nextCheckMs, checkedAtMs = 0 } = await feedNow(slow.id);
    waits.push((nextCheckMs - checkedAtMs) / 3_600_000);
  }
  expect(waits[0]).toBeGreaterThan(1.5);
  expect(waits[1]).toBeGreaterThan(3);
});

test("what could not be written, because it changed meanwhile, is asked for once more", async () => {
  answers["/twice"] = tells(rss([{ guid: "one", title: "Old" }]), { etag: '"1"' });
  const { id } = await follow("/twice");
  answers["/twice"] = (request, answer) => {
    if (request.headers["if-none-match"] === '"2"') answer.writeHead(304).end();
    else tells(rss([{ guid: "one", title: "New" }]), { etag: '"2"' })(request, answer);
  };
  const feeds = { ...house.deps.feeds, saveEpisode: async () => ({ ok: false }) as const };
  await refreshFeed({ ...house.deps, feeds }, id, never);
  await refreshFeed(house.deps, id, never);
  const { records } = await house.deps.feeds.episodes(id);
  expect(records.map(({ value }) => value.title)).toEqual(["New"]);
});

test("a server that sends a byte now and then, for ever, is given up too", async () => {
  answers["/drip"] = tells(rss([{ guid: "drip" }]));
  const { id } = await follow("/drip");
  answers["/drip"] = (_, answer) => {
    answer.writeHead(200).write("<rss>");
    const dripping = setInterval(() => answer.write(" "), 50);
    answer.on("close", () => clearInterval(dripping));
  };
  await refreshFeed({ ...house.deps, feedPatienceMs: 400 }, id, never);
  expect(await feedNow(id)).toMatchObject({ trouble: { says: expect.stringMatching(/too slow/) } });
});

test("a podcast is followed once, and what came from it stays when it is left", async () => {
  answers["/once"] = tells(rss([{ guid: "once", sound: "/once.mp3" }]));
  answers["/once.mp3"] = sounds(80);
  const { id } = await follow("/once");
  expect(
    await followFeed(house.deps, { url: new URL("/once", base), fetchNewest: 0, orderedBy }, never),
  ).toMatchObject({ ok: false, why: "already-followed" });
  await bringIn(id);
  const { audioId } = await newestOf(id);
  await house.deps.feeds.delete(id);
  expect((await house.deps.feeds.episodes(id)).records).toEqual([]);
  expect(audioId && (await house.deps.audio.get(audioId))).toBeDefined();
});
