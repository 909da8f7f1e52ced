import { expect, test } from "vitest";
import { anApp, silentMp3 } from "../../../test/http/an-app.ts";

const megabyte = 1_000_000;

async function aLibrary() {
  const rig = anApp();
  const cookie = await rig.setUp();
  const put = (name: string, body: NonNullable<RequestInit["body"]>, headers = {}) =>
    rig.ask("PUT", `/api/audio?name=${encodeURIComponent(name)}`, { cookie, body, headers });
  const left = async () => [
    ...(await rig.deps.files.list("")).map(({ key }) => key),
    ...(await rig.stores.audio.list()).records,
  ];
  return { ...rig, cookie, put, left };
}

test("an MP3 that is uploaded can be listed, heard, renamed and deleted", async () => {
  const { ask, cookie, put, left } = await aLibrary();
  const mp3 = silentMp3(100);
  const answer = await put("the_fox.mp3", mp3);
  expect(answer.status).toBe(201);
  const { is, audio } = JSON.parse(await answer.text());
  expect({ is, ...audio }).toMatchObject({ is: "added", title: "the fox", bytes: mp3.length, tags: [] });
  expect(audio.seconds).toBeCloseTo(2.612, 2);

  const heard = await ask("GET", audio.playUrl, { cookie, headers: { range: "bytes=417-833" } });
  expect(heard.status).toBe(206);
  expect(new Uint8Array(await heard.arrayBuffer())).toEqual(mp3.slice(417, 834));

  const changed = await ask("PATCH", `/api/audio/${audio.id}`, {
    cookie,
    json: { title: "Fox", tags: ["bed"] },
  });
  expect(await changed.json()).toMatchObject({ title: "Fox", tags: ["bed"] });
  expect(await (await ask("GET", "/api/audio", { cookie })).json()).toMatchObject({
    items: [{ title: "Fox" }],
  });

  expect((await ask("DELETE", `/api/audio/${audio.id}`, { cookie })).status).toBe(204);
  expect((await ask("GET", audio.playUrl, { cookie })).status).toBe(404);
  await ask("POST", "/api/audio/trash/empty", { cookie, json: {} });
  expect(await left()).toEqual([]);
});

test("a form with a file does the same, and its title counts", async () => {
  const { ask, cookie } = await aLibrary();
  const form = new FormData();
  form.set("title", "Good night");
  form.set("file", new Blob([silentMp3(50)]), "../../night 🌙.mp3");
  const answer = await ask("POST", "/api/audio", { cookie, body: form });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ audio: { title: "Good night", originalName: "night 🌙.mp3" } });
});

test("the same sound twice is one, and the second leaves nothing behind", async () => {
  const { put, left } = await aLibrary();
  await put("a.mp3", silentMp3(50));
  const before = await left();
  const again = await put("b.mp3", silentMp3(50));
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ is: "already-here", audio: { title: "a" } });
  expect((await left()).length).toBe(before.length);
});

test.each([
  ["an empty file", new Uint8Array(0), 400, "empty-upload"],
  ["a text named .mp3", new TextEncoder().encode("Once upon a time. ".repeat(500)), 415, "not-audio"],
  [
    "an MP3 of tags only",
    new TextEncoder().encode(`ID3\u0004\u0000\u0000\u0000\u0000\u0000\u000A0123456789`),
    415,
    "not-audio",
  ],
])("%s is refused and nothing is left", async (_, body, status, code) => {
  const { put, left } = await aLibrary();
  const answer = await put("wrong.mp3", body);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: { code } });
  expect(await left()).toEqual([]);
});

test("a form without a file is refused", async () => {
  const { ask, cookie } = await aLibrary();
  const form = new FormData();
  form.set("title", "nothing");
  expect((await ask("POST", "/api/audio", { cookie, body: form })).status).toBe(400);
});

test("an announced size over the cap is refused before a byte is read", async () => {
  const { put, left } = await aLibrary();
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(silentMp3(100));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = await put("big.mp3", endless, { "content-length": String(2000 * megabyte) });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    error: { code: "too-large", message: "The file is too large: it may have 500 MB at most." },
  });
  expect(pulled).toBe(0);
  expect(await left()).toEqual([]);
});

test("an upload that grows past the cap ends there, and nothing is left", async () => {
  const { put, left, stores } = await aLibrary();
  await stores.settings.set("upload-bytes", megabyte);
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulled += 1;
      controller.enqueue(silentMp3(100));
    },
  });
  const answer = await put("endless.mp3", endless);
  expect(answer.status).toBe(413);
  expect(pulled * silentMp3(100).length).toBeLessThan(3 * megabyte);
  expect(await left()).toEqual([]);
});

test("an upload that breaks off leaves nothing", async () => {
  const { put, left } = await aLibrary();
  let pulled = 0;
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) =>
      ++pulled > 5 ? controller.error(new Error("gone")) : controller.enqueue(silentMp3(100)),
  });
  expect((await put("half.mp3", broken)).status).toBeGreaterThanOrEqual(400);
  expect(await left()).toEqual([]);
});

test("what a stream plays is deleted only on purpose, and the refusal says where it is used", async () => {
  const { ask, cookie, put } = await aLibrary();
  const { audio } = JSON.parse(await (await put("a.mp3", silentMp3(50))).text());
  await ask("POST", "/api/streams", { cookie, json: { title: "Evening", audio: [audio.id] } });
  const refused = await ask("DELETE", `/api/audio/${audio.id}`, { cookie });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    error: { code: "in-use", details: { streams: [{ title: "Evening" }] } },
  });
  expect((await ask("DELETE", `/api/audio/${audio.id}?force=true`, { cookie })).status).toBe(204);
});

test("the list comes in pages, newest first", async () => {
  const { ask, cookie, put, clock } = await aLibrary();
  for (const [index, name] of ["one", "two", "three"].entries()) {
    if ("advance" in clock && typeof clock.advance === "function") clock.advance(1000);
    await put(`${name}.mp3`, silentMp3(50, index + 1));
  }
  const first = JSON.parse(await (await ask("GET", "/api/audio?limit=2", { cookie })).text());
  expect(first.items.map((each: { title: string }) => each.title)).toEqual(["three", "two"]);
  const rest = await ask("GET", `/api/audio?cursor=${encodeURIComponent(first.cursor)}`, { cookie });
  expect(await rest.json()).toMatchObject({ items: [{ title: "one" }] });
  expect((await ask("GET", "/api/audio?cursor=nonsense", { cookie })).status).toBe(400);
});
