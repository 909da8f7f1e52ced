import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { seededChance } from "../chance.ts";
import { virtualClock } from "../clock.ts";
import { createJournal, type JournalEntry } from "../journal.ts";
import { createAudioSource } from "./audio-source.ts";
import { type FetchProfile, fetchProfile, fetchProfiles } from "./fetch-profile.ts";
import { silentFrameSeconds, silentMp3 } from "./pretend-audio.ts";
import { createTrackSound, type SoundNews } from "./track-sound.ts";
import { createWire } from "./wire-request.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/track.mp3`;
}

/** Serves `audio` with length and Range, as a good server does. */
function good(audio: Buffer): RequestListener {
  return (request, response) => {
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
    const start = Number(from ?? 0);
    response.writeHead(from === undefined ? 200 : 206, {
      "content-type": "audio/mpeg",
      "content-length": audio.length - start,
      ...(from !== undefined && { "content-range": `bytes ${start}-${audio.length - 1}/${audio.length}` }),
    });
    response.end(request.method === "HEAD" ? undefined : audio.subarray(start));
  };
}

function play(
  url: string,
  profile: FetchProfile = fetchProfiles.plain,
  changes: { fromSeconds?: number; format?: string; declaredSeconds?: number } = {},
) {
  const clock = virtualClock(1_000_000);
  const journal = createJournal(clock);
  const wire = createWire({ clock, journal, deviceId: "y2test" });
  closers.push(() => wire[Symbol.dispose]());
  const source = createAudioSource({ wire, clock, chance: seededChance(1) }, url, profile, "stream");
  const news: SoundNews[] = [];
  const sound = createTrackSound({
    clock,
    source,
    url,
    chapterKey: "01",
    trackKey: "01",
    format: changes.format ?? "mp3",
    declaredSeconds: changes.declaredSeconds ?? 0,
    fromSeconds: changes.fromSeconds ?? 0,
    startsAfterBytes: profile.startsAfterBytes,
    onNews: (each) => news.push(each),
  });
  closers.push(() => sound.stop());
  const requests = () =>
    journal.entries().filter((entry): entry is JournalEntry & { kind: "http" } => entry.kind === "http");
  return { clock, sound, news, requests };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const minute = silentMp3(2_300, 3); // 60.08 s, 478 400 bytes

describe.each((Object.keys(fetchProfiles) as (keyof typeof fetchProfiles)[]).map((name) => ({ name })))(
  "with the profile $name",
  ({ name }) => {
    test("a minute of audio takes a minute and every frame is heard once", async () => {
      const { clock, sound, news } = play(await serve(good(minute)), fetchProfile(name));
      await clock.advance(30_000);
      expect(sound.positionSeconds()).toBeGreaterThan(20);
      expect(sound.positionSeconds()).toBeLessThanOrEqual(30);
      await clock.advance(40_000);
      expect(sound.heard()).toMatchObject({ frames: 2_300, sha256: sha256(minute), how: "ended" });
      expect(news.at(-1)).toEqual({ what: "ended" });
      expect(sound.lengthSeconds()).toBeCloseTo(2_300 * silentFrameSeconds, 6);
    });
  },
);

test("each profile asks in its own way", async () => {
  const asked = async (name: keyof typeof fetchProfiles) => {
    const { clock, requests } = play(await serve(good(minute)), fetchProfile(name));
    await clock.advance(70_000);
    return requests().map(({ method, requestHeaders: { Range }, status }) =>
      [method, Range, status].filter((each) => each !== undefined).join(" "),
    );
  };
  expect(await asked("plain")).toEqual(["GET 200"]);
  expect(await asked("head-first")).toEqual(["HEAD 200", "GET 200"]);
  expect(await asked("double-get")).toEqual(["GET 200", "GET 200"]);
  const resumed = await asked("range-resume");
  expect(resumed).toHaveLength(2);
  expect(resumed[1]).toMatch(/^GET bytes=\d+- 206$/);
});

test("the server sees a client that reads about as fast as it plays", async () => {
  const long = silentMp3(40_000); // 17 minutes, 8.3 MB: more than the kernel's socket buffers take
  let sent = 0;
  const url = await serve(async (_request, response) => {
    response.setMaxListeners(0);
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": long.length });
    for (let at = 0; at < long.length && !response.destroyed; at += 16_384) {
      sent = at;
      if (!response.write(long.subarray(at, at + 16_384)))
        await Promise.race([once(response, "drain"), once(response, "close")]);
    }
    response.end();
  });
  const { clock, sound } = play(url);
  await clock.advance(10_000);
  expect(sound.positionSeconds()).toBeGreaterThan(9);
  expect(sound.isAllRead()).toBe(false);
  expect(sent).toBeLessThan(long.length - 65_536);
});

test("a refused, an odd and a broken answer are each tried three times, then the player gives up", async () => {
  const answers: RequestListener[] = [
    (_request, response) => void response.writeHead(404, { "content-type": "audio/mpeg" }).end(),
    (_request, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    (request) => void request.socket.destroy(),
  ];
  for (const answer of answers) {
    const { clock, news, requests } = play(await serve(answer));
    await clock.advance(10_000);
    expect(requests()).toHaveLength(3);
    expect(news).toEqual([expect.objectContaining({ what: "failed" })]);
  }
});

test("a server that never answers is left after ten seconds, three times", async () => {
  const { clock, news, requests } = play(await serve(() => {}));
  await clock.advance(9_000);
  expect(requests()).toHaveLength(0);
  await clock.advance(40_000);
  expect(requests().map(({ status }) => status)).toEqual(["failed", "failed", "failed"]);
  expect(news).toEqual([expect.objectContaining({ what: "failed" })]);
});

test("an answer that breaks off is taken up again without a frame lost or doubled", async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    if (asked !== 1) return good(minute)(request, response);
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": minute.length });
    response.write(minute.subarray(0, 200_000), () => setTimeout(() => response.destroy(), 20));
  });
  const { clock, sound } = play(url);
  await clock.advance(80_000);
  expect(asked).toBe(2);
  expect(sound.heard()).toMatchObject({ frames: 2_300, sha256: sha256(minute), how: "ended" });
});

test("redirects are followed up to three times, and by the no-redirect profile not at all", async () => {
  const url = await serve((request, response) => {
    const hop = Number(new URL(request.url ?? "", "http://x").searchParams.get("hop") ?? 0);
    if (hop === 3) return good(minute)(request, response);
    response.writeHead(hop === 0 ? 307 : 302, { location: `/track.mp3?hop=${hop + 1}` }).end();
  });
  const follows = play(url);
  await follows.clock.advance(65_000);
  expect(follows.sound.heard().how).toBe("ended");
  const doesNot = play(url, fetchProfile("no-redirect"));
  await doesNot.clock.advance(65_000);
  expect(doesNot.sound.heard()).toMatchObject({ how: "failed", frames: 0 });
});

test("a track can be entered in its middle, unless its end is not known", async () => {
  const known = play(await serve(good(minute)), fetchProfiles.plain, { fromSeconds: 50 });
  await known.clock.advance(12_000);
  expect(known.sound.heard()).toMatchObject({ how: "ended" });
  expect(known.sound.heard().fromSeconds).toBeCloseTo(50, 1);
  expect(known.sound.heard().seconds).toBeCloseTo(10.08, 1);

  const endless = play(
    await serve((_request, response) => {
      response.writeHead(200, { "content-type": "audio/mpeg" });
      response.write(minute);
    }),
    fetchProfiles.plain,
    { fromSeconds: 50 },
  );
  await endless.clock.advance(12_000);
  expect(endless.sound.heard().fromSeconds).toBe(0);
  expect(endless.sound.lengthSeconds()).toBe(0);
});

test("Ogg that the card calls MP3 breaks off after four seconds", async () => {
  const ogg = Buffer.concat([Buffer.from("OggS"), Buffer.alloc(120_000, 5)]);
  const url = await serve(good(ogg));
  const wrong = play(url, fetchProfiles.plain, { declaredSeconds: 10 });
  await wrong.clock.advance(20_000);
  expect(wrong.sound.heard().how).toBe("failed");
  expect(wrong.sound.heard().seconds).toBeLessThan(7);
  const right = play(url, fetchProfiles.plain, { declaredSeconds: 10, format: "opus" });
  await right.clock.advance(20_000);
  expect(right.sound.heard()).toMatchObject({ how: "ended", sha256: sha256(ogg) });
  expect(right.sound.heard().seconds).toBeCloseTo(10, 3);
});

test("a pause holds the position and loses nothing", async () => {
  const { clock, sound } = play(await serve(good(minute)));
  await clock.advance(10_000);
  sound.pause();
  const at = sound.positionSeconds();
  await clock.advance(600_000);
  expect(sound.positionSeconds()).toBe(at);
  sound.resume();
  await clock.advance(60_000);
  expect(sound.heard()).toMatchObject({ frames: 2_300, sha256: sha256(minute), how: "ended" });
});
