import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ffmpeg, heardByOthers } from "../../../test/audio/tools.ts";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { openAudioFolder } from "../../adapters/files/audio-files.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "joined-"));
});
afterEach(() => rm(folder, { recursive: true }));

const samplesPerFrame = 1152;
const joinedOf = (audio: readonly string[]) => ({
  title: "All",
  rule: { kind: "queue", audio, slots: "joined" },
});
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test("ten files of an encoder, joined: other decoders find nothing wrong and every sample", async () => {
  await using server = await aSlotServer({ files: await openAudioFolder(join(folder, "audio")) });
  const audio: string[] = [];
  let samples = 0;
  for (let n = 0; n < 10; n++) {
    const path = join(folder, `${n}.mp3`);
    const tone = `sine=frequency=${200 + 90 * n}:duration=${1 + n * 0.37}:sample_rate=44100`;
    await ffmpeg("-f", "lavfi", "-i", tone, "-ac", "2", "-c:a", "libmp3lame", "-b:a", "128k", path);
    const id = await server.add(new Uint8Array(await readFile(path)), `Tone ${n}`);
    audio.push(id);
    const { seconds } = await server.asks<{ seconds: number }>("GET", `/api/audio/${id}`);
    samples += Math.round(seconds * 44_100);
  }
  const stream = await server.makeStream(joinedOf(audio));
  expect(stream.slots).toHaveLength(1);
  const joined = join(folder, "joined.mp3");
  await writeFile(joined, await bytesOf(await server.get(pathOf(stream, "01"))));
  const heard = await heardByOthers(joined);
  expect(heard.complaints).toEqual([]);
  expect(Math.abs(heard.samples - samples)).toBeLessThanOrEqual(samplesPerFrame * audio.length);
});

describe.each([
  ["from a folder, straight on node", () => openAudioFolder(folder)],
  ["from memory, through the app", async () => createMemoryAudioFiles()],
])("%s", (_, filesOf) => {
  async function threeJoined() {
    const server = await aSlotServer({ files: await filesOf() });
    const files = [silentMp3(400, 1), silentMp3(1, 2), silentMp3(700, 3)];
    const audio: string[] = [];
    for (const bytes of files) audio.push(await server.add(bytes));
    const stream = await server.makeStream(joinedOf(audio));
    return { server, audio, stream, path: pathOf(stream, "01"), whole: Buffer.concat(files) };
  }

  test("500 random ranges are the bytes of the files one after another, seams and suffixes included", async () => {
    const { server, path, whole } = await threeJoined();
    await using _server = server;
    const seam = fc.constantFrom(400 * 417, 401 * 417);
    const place = fc.oneof(
      fc.nat(whole.length - 1),
      fc.tuple(seam, fc.integer({ min: -3, max: 3 })).map(([at, by]) => at + by),
    );
    const range = fc.oneof(
      fc.tuple(place, place).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      place.map((at) => [at, undefined] as const),
      fc.integer({ min: 1, max: whole.length }).map((last) => [undefined, last] as const),
    );
    await fc.assert(
      fc.asyncProperty(range, async ([from, to]) => {
        const answer = await server.get(path, { headers: { range: `bytes=${from ?? ""}-${to ?? ""}` } });
        const wanted =
          from === undefined
            ? whole.subarray(whole.length - (to ?? 0))
            : whole.subarray(from, (to ?? whole.length) + 1);
        expect(answer.status).toBe(206);
        expect(answer.headers.get("content-length")).toBe(String(wanted.length));
        expect(wanted.equals(await bytesOf(answer))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("one tag, one length, HEAD as GET, past the end is past the end", async () => {
    const { server, path, whole } = await threeJoined();
    await using _server = server;
    const head = await server.get(path, { method: "HEAD" });
    const etag = head.headers.get("etag") ?? "";
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
    const range = `bytes=${400 * 417 - 2}-`;
    const rest = await server.get(path, { headers: { range, "if-range": etag } });
    expect(rest.status).toBe(206);
    expect(rest.headers.get("etag")).toBe(etag);
    expect((await bytesOf(rest)).equals(whole.subarray(400 * 417 - 2))).toBe(true);
    const other = await server.get(path, { headers: { range, "if-range": '"other"' } });
    expect(other.status).toBe(200);
    expect((await bytesOf(other)).equals(whole)).toBe(true);
    const past = await server.get(path, { headers: { range: `bytes=${whole.length}-` } });
    expect([past.status, past.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
    await past.arrayBuffer();
  });

  test("the same pieces in another order have another tag", async () => {
    const { server, audio, path } = await threeJoined();
    await using _server = server;
    const turned = await server.makeStream(joinedOf(audio.toReversed()));
    const tag = async (at: string) => (await server.get(at, { method: "HEAD" })).headers.get("etag");
    expect(await tag(pathOf(turned, "01"))).not.toBe(await tag(path));
  });
});

test("pieces of two formats are not joined: the refusal names them and says what to do", async () => {
  await using server = await aSlotServer();
  const mono = silentMp3(10, 1);
  for (let at = 0; at < mono.length; at += 417) mono[at + 3] = 0xc4;
  const audio = [await server.add(silentMp3(10, 2), "Wide"), await server.add(mono, "Narrow")];
  const answer = await server.ask("POST", "/api/streams", { cookie: server.cookie, json: joinedOf(audio) });
  expect(answer.status).toBe(400);
  const { error } = JSON.parse(await answer.text());
  expect(error.details[0].problem).toMatch(
    /“Narrow” \(MP3, 44.1 kHz, mono, 128 kbit\/s\) cannot be joined to “Wide” .*stereo.*slot of its own/,
  );
});
