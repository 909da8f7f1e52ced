import { expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { convertingHouses, wav } from "../../../test/http/converting-houses.ts";

const { aHouse } = convertingHouses();
const origins = "originals/";

type House = Awaited<ReturnType<typeof aHouse>>;

async function uploaded(house: House, query: string, body: Uint8Array<ArrayBuffer> = wav()) {
  const taken = await house.json("PUT", `/api/audio?${query}`, { body });
  expect(taken.status).toBe(202);
  const { result } = await house.done(taken.body.job.id);
  return (await house.json("GET", `/api/audio/${result.audioId}`)).body;
}

test("an original is kept where somebody wishes it: with its size, to download, counted, and gone with its recording", async () => {
  const house = await aHouse();
  const { json, files } = house;
  const plain = await uploaded(house, "name=plain.wav&treatment=music");
  expect(plain.original).toBeUndefined();
  expect((await json("GET", `/api/audio/${plain.id}/original`)).status).toBe(404);

  const kept = await uploaded(house, "name=t%C3%B6n.wav&keepOriginal=true");
  expect(kept.original).toMatchObject({ bytes: wav().length });
  expect((await json("GET", "/api/audio/overview")).body.originals).toEqual({
    files: 1,
    bytes: wav().length,
  });
  const file = await house.raw("GET", kept.original.url);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(wav());
  expect(file.headers.get("content-disposition")).toContain("t%C3%B6n.wav");

  await json("POST", "/api/audio/trash", { json: { ids: [kept.id] } });
  expect(await files.list(origins)).toHaveLength(1);
  await json("POST", "/api/audio/trash/empty", { json: {} });
  expect(await files.list(origins)).toEqual([]);
});

test("the setting holds for all uploads, and an upload may say otherwise", async () => {
  const house = await aHouse();
  const set = await house.json("PATCH", "/api/settings", { json: { keepOriginals: true } });
  expect(set.body.keepOriginals).toBe(true);
  expect((await uploaded(house, "name=a.wav")).original).toBeDefined();
  // An MP3 that plays as it is goes the same way then, and keeps its tags in its original.
  const mp3 = silentMp3(100);
  const kept = await uploaded(house, "name=a.mp3", mp3);
  expect(kept).toMatchObject({ format: { codec: "mp3" }, original: { bytes: mp3.length } });
  const taken = await house.json("PUT", "/api/audio?name=b.mp3&keepOriginal=false", { body: silentMp3(120) });
  expect(taken).toMatchObject({ status: 201 });
  expect(taken.body.audio.original).toBeUndefined();
});

test("a recording is made once more of its original, at another quality and loudness; both share the file", async () => {
  const house = await aHouse();
  const { json, files } = house;
  const first = await uploaded(house, "name=tone.wav&treatment=speech&keepOriginal=true");
  expect(first.format).toMatchObject({ channels: "mono", bitrateKbps: 64 });
  const how = { treatment: "music", targetLufs: -22 };
  const ordered = await json("POST", `/api/audio/${first.id}/remake`, { json: how });
  expect(ordered).toMatchObject({ status: 202, body: { kind: "remake-audio" } });
  const { result } = await house.done(ordered.body.id);
  expect(result.audioId).not.toBe(first.id);
  const second = (await json("GET", `/api/audio/${result.audioId}`)).body;
  expect(second).toMatchObject({ title: "tone", format: { channels: "stereo", bitrateKbps: 128 } });
  expect(second.lufs).toBeCloseTo(-22, 0);
  expect((await json("GET", "/api/audio/overview")).body.originals.files).toBe(1);

  for (const [id, left] of [
    [first.id, 1],
    [second.id, 0],
  ]) {
    await json("POST", "/api/audio/trash", { json: { ids: [id] } });
    await json("POST", "/api/audio/trash/empty", { json: {} });
    expect(await files.list(origins)).toHaveLength(left);
  }
});

test("without an original it is made of the recording; an unknown one and nonsense are refused", async () => {
  const house = await aHouse();
  const { json } = house;
  const first = await uploaded(house, "name=tone.wav&treatment=speech");
  const ordered = await json("POST", `/api/audio/${first.id}/remake`, { json: { treatment: "music" } });
  const { result } = await house.done(ordered.body.id);
  expect((await json("GET", `/api/audio/${result.audioId}`)).body.original).toBeUndefined();
  expect((await json("POST", "/api/audio/nothing/remake", { json: { treatment: "music" } })).status).toBe(
    404,
  );
  const loud = { treatment: "music", targetLufs: 3 };
  expect((await json("POST", `/api/audio/${first.id}/remake`, { json: loud })).status).toBe(400);
});

test("the same sound again, with the wish to keep its file, gets the file", async () => {
  const house = await aHouse();
  const plain = await uploaded(house, "name=a.wav");
  const again = await uploaded(house, "name=a.wav&keepOriginal=true");
  expect(again.id).toBe(plain.id);
  expect(again.original).toBeDefined();
  // A third file of the same sound is not kept beside it.
  await uploaded(house, "name=a.wav&keepOriginal=true");
  expect(await house.files.list(origins)).toHaveLength(1);
});
