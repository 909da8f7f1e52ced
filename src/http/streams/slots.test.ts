import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { openAudioFolder } from "../../adapters/files/audio-files.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";

const first = silentMp3(1000, 1); // 417 000 bytes: several buffers
const second = silentMp3(500, 2);

async function aServer(files: AudioFiles) {
  const server = await aSlotServer({ files });
  const audio = [await server.add(first), await server.add(second)];
  const stream = await server.makeStream({ title: "Two", audio });
  return { ...server, audio, stream, url: (slot: string) => pathOf(stream, slot) };
}

const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slots-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each([
  ["from a folder, straight on node", () => openAudioFolder(folder)],
  ["from memory, through the app", async () => createMemoryAudioFiles()],
])("%s", (_, filesOf) => {
  test("a slot gives its piece, whole, with its length, for nobody to keep", async () => {
    await using server = await aServer(await filesOf());
    const answer = await server.get(server.url("01"));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "audio/mpeg",
      "content-length": String(first.length),
      "accept-ranges": "bytes",
      "cache-control": "no-store",
    });
    expect(await bytesOf(answer)).toEqual(first);
    expect(await bytesOf(await server.get(server.url("02")))).toEqual(second);
  });

  test("random ranges are the bytes of the file, many at once", async () => {
    await using server = await aServer(await filesOf());
    const ranges = Array.from({ length: 60 }, (_, index) => {
      const from = (index * 7919 * 13) % (first.length - 1);
      return [from, Math.min(first.length - 1, from + ((index * 104_729) % 300_000))] as const;
    });
    const answers = await Promise.all(
      ranges.map(async ([from, to]) => {
        const answer = await server.get(server.url("01"), { headers: { range: `bytes=${from}-${to}` } });
        return { status: answer.status, bytes: await bytesOf(answer) };
      }),
    );
    for (const [index, [from, to]] of ranges.entries()) {
      expect(answers[index]?.status).toBe(206);
      expect(Buffer.from(first.slice(from, to + 1)).equals(answers[index]?.bytes ?? Buffer.of())).toBe(true);
    }
  });

  test("a player that lost its connection goes on where it was, and starts over when the bytes are others", async () => {
    await using server = await aServer(await filesOf());
    const etag = (await server.get(server.url("01"), { method: "HEAD" })).headers.get("etag") ?? "";
    const range = "bytes=416000-";
    const resumed = await server.get(server.url("01"), { headers: { range, "if-range": etag } });
    expect(resumed.status).toBe(206);
    expect(await bytesOf(resumed)).toEqual(first.slice(416_000));
    const other = await server.get(server.url("02"), { headers: { range: "bytes=10-", "if-range": etag } });
    expect(other.status).toBe(200);
    expect(await bytesOf(other)).toEqual(second);
    const had = await server.get(server.url("01"), { headers: { "if-none-match": etag } });
    expect(had.status).toBe(304);
    await had.arrayBuffer();
  });

  test("HEAD, 416 and 404", async () => {
    await using server = await aServer(await filesOf());
    const head = await server.get(server.url("01"), { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(first.length)]);
    const past = await server.get(server.url("01"), { headers: { range: `bytes=${first.length}-` } });
    expect([past.status, past.headers.get("content-range")]).toEqual([416, `bytes */${first.length}`]);
    await past.arrayBuffer();
    for (const path of ["/s/guessed-secret/01.mp3", server.url("01").replace("01.mp3", "03.mp3")]) {
      const nothing = await server.get(path);
      expect(nothing.status).toBe(404);
      expect(await nothing.json()).toMatchObject({ error: { code: "not-found" } });
    }
  });

  test("no way leads out of the streams", async () => {
    await using server = await aServer(await filesOf());
    for (const path of ["/s/..%2f..%2fetc/passwd.mp3", `${server.url("01").replace("01", "..%2f..%2f01")}`]) {
      const answer = await server.get(path);
      expect(answer.status).toBe(404);
      await answer.arrayBuffer();
    }
  });

  test("who asks twice within a playback gets the same, although the list was changed between", async () => {
    await using server = await aServer(await filesOf());
    const [a, b] = server.audio;
    const headers = { "user-agent": "ESP32 HTTP Client/1.0" };
    expect(await bytesOf(await server.get(server.url("01"), { headers }))).toEqual(first);
    const change = { cookie: server.cookie, json: { audio: [b, a] } };
    expect((await server.ask("PATCH", `/api/streams/${server.stream.id}`, change)).status).toBe(200);
    expect(await bytesOf(await server.get(server.url("01"), { headers }))).toEqual(first);
    const another = { headers: { "user-agent": "another player" } };
    expect(await bytesOf(await server.get(server.url("01"), another))).toEqual(second);
  });

  test("a replaced secret opens nothing from the next request on", async () => {
    await using server = await aServer(await filesOf());
    await (await server.get(server.url("01"))).arrayBuffer();
    const renewed = await server.ask("POST", `/api/streams/${server.stream.id}/secret`, {
      cookie: server.cookie,
    });
    const { slots } = JSON.parse(await renewed.text());
    const old = await server.get(server.url("01"));
    expect(old.status).toBe(404);
    await old.arrayBuffer();
    expect(await bytesOf(await server.get(new URL(slots[0].url).pathname))).toEqual(first);
  });

  test("what players asked can be read, without their addresses", async () => {
    await using server = await aServer(await filesOf());
    const headers = { range: "bytes=0-9", "user-agent": "ESP32 HTTP Client/1.0" };
    await (await server.get(server.url("01"), { headers })).arrayBuffer();
    const path = `/api/streams/${server.stream.id}/slots/01/requests`;
    const { items } = JSON.parse(await (await server.ask("GET", path, { cookie: server.cookie })).text());
    expect(items).toMatchObject([
      { method: "GET", range: "bytes=0-9", userAgent: "ESP32 HTTP Client/1.0", status: 206 },
    ]);
    expect(JSON.stringify(items)).not.toContain("127.0.0.1");
  });

  test("clients that go away in the middle leave the server in good health", async () => {
    await using server = await aServer(await filesOf());
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const gone = new AbortController();
        const answer = await server.get(server.url("01"), { signal: gone.signal });
        await answer.body?.getReader().read();
        gone.abort();
      }),
    );
    expect(await bytesOf(await server.get(server.url("02")))).toEqual(second);
  });
});
