import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { convertingHouses, wav } from "../../../test/http/converting-houses.ts";

const { aHouse, opened } = convertingHouses();

test("a recording that is no MP3 is taken, converted, and then it plays", async () => {
  const { ask, json, done } = await aHouse();
  const taken = await json("PUT", "/api/audio?name=voice%20memo.mp3", { body: wav() });
  expect(taken).toMatchObject({
    status: 202,
    body: { is: "being-prepared", job: { kind: "ingest-upload" } },
  });
  const job = await done(taken.body.job.id);
  expect(job).toMatchObject({ state: "done", progress: 1 });
  const { body: audio } = await json("GET", `/api/audio/${job.result.audioId}`);
  expect(audio).toMatchObject({ title: "voice memo", format: { codec: "mp3", channels: "mono" } });
  expect(audio.lufs).toBeCloseTo(-16, 0);
  const heard = await ask("GET", audio.playUrl);
  expect(heard).toMatchObject({ status: 200, type: "audio/mpeg" });
  expect((await json("GET", "/api/jobs")).body.items).toHaveLength(1);
});

test("an MP3 stays as it is, unless somebody says how it is to sound", async () => {
  const { json, done } = await aHouse();
  const mp3 = silentMp3(100);
  expect((await json("PUT", "/api/audio?name=a.mp3", { body: mp3 })).status).toBe(201);
  const taken = await json("PUT", "/api/audio?name=b.mp3&treatment=speech", { body: mp3 });
  expect(taken.status).toBe(202);
  const { result } = await done(taken.body.job.id);
  const { body: audio } = await json("GET", `/api/audio/${result.audioId}`);
  expect(audio.format).toMatchObject({ channels: "mono", bitrateKbps: 64 });
});

test("a text is heard first, then kept; again it is the same piece", async () => {
  const { ask, json } = await aHouse();
  const { body: voices } = await json("GET", "/api/audio/voices");
  const text = "Good night, little fox.";
  const voiceId = voices.items[1].id;
  const heard = await ask("POST", "/api/audio/speak/preview", { json: { text, voiceId } });
  expect(heard).toMatchObject({ status: 200, type: "audio/mpeg" });
  const kept = await json("POST", "/api/audio/speak", { json: { title: "Night", text, voiceId } });
  expect(kept).toMatchObject({ status: 201, body: { is: "added", audio: { title: "Night" } } });
  const again = await json("POST", "/api/audio/speak", { json: { title: "Night", text, voiceId } });
  expect(again).toMatchObject({
    status: 200,
    body: { is: "already-here", audio: { id: kept.body.audio.id } },
  });
  const unknown = await json("POST", "/api/audio/speak", { json: { title: "x", text, voiceId: "nobody" } });
  expect(unknown.status).toBe(400);
});

test("recordings are trimmed, faded and joined to a new one, and cut into several again", async () => {
  const { json, done } = await aHouse();
  const kept = async (title: string, text: string) =>
    (await json("POST", "/api/audio/speak", { json: { title, text } })).body.audio;
  const wolf = await kept("Wolf", "Little pig, little pig, let me in.");
  const pig = await kept("Pig", "Not by the hair of my chinny chin chin.");
  const bothCuts = [
    { audioId: wolf.id, fromSeconds: 0.5, fadeInSeconds: 0.2 },
    { audioId: pig.id, toSeconds: 1.5, gainDb: -3, fadeOutSeconds: 0.5 },
  ];
  const taken = await json("POST", "/api/audio/edit", {
    json: { title: "Wolf and pig", cuts: bothCuts, gapSeconds: 2, treatment: "speech" },
  });
  expect(taken).toMatchObject({ status: 202, body: { kind: "edit-audio" } });
  const { result } = await done(taken.body.id);
  const { body: made } = await json("GET", `/api/audio/${result.audioId}`);
  expect(made).toMatchObject({ title: "Wolf and pig", tags: ["spoken"], format: { channels: "mono" } });
  expect(made.seconds).toBeCloseTo(wolf.seconds - 0.5 + 2 + 1.5, 0);
  expect(made.lufs).toBeCloseTo(-16, 0);

  const cutting = await json("POST", `/api/audio/${made.id}/split`, { json: { by: "silence" } });
  const { result: pieces } = await done(cutting.body.id);
  const parts = await Promise.all(
    pieces.audioIds.map(async (id: string) => (await json("GET", `/api/audio/${id}`)).body),
  );
  expect(parts.map(({ title }) => title)).toEqual(["Wolf and pig (1)", "Wolf and pig (2)"]);
  const sum = parts.reduce((seconds, part) => seconds + part.seconds, 0);
  expect(sum).toBeCloseTo(made.seconds, 0);
});

test("what cannot be cut says why", async () => {
  const { json, done } = await aHouse();
  const { body } = await json("POST", "/api/audio/speak", { json: { title: "Short", text: "Good night." } });
  const cutting = await json("POST", `/api/audio/${body.audio.id}/split`, { json: { by: "chapters" } });
  expect(await done(cutting.body.id)).toMatchObject({
    state: "failed",
    note: expect.stringContaining("has no chapters"),
  });
  const late = { title: "Late", cuts: [{ audioId: body.audio.id, fromSeconds: 500 }] };
  expect(await json("POST", "/api/audio/edit", { json: late })).toMatchObject({ status: 400 });
  const gone = { title: "Gone", cuts: [{ audioId: "nothing" }] };
  expect(await json("POST", "/api/audio/edit", { json: gone })).toMatchObject({ status: 404 });
});

test("speakers of a text have voices of their own", async () => {
  const { json } = await aHouse();
  const text = "Once there was a wolf.\n\nWolf: Let me in!";
  const alone = await json("POST", "/api/audio/speak", { json: { title: "One voice", text } });
  const play = { title: "Two voices", text, speakers: { Wolf: "rms" } };
  const two = await json("POST", "/api/audio/speak", { json: play });
  expect(two).toMatchObject({ status: 201, body: { is: "added" } });
  // The name of who speaks is not read out.
  expect(two.body.audio.seconds).toBeLessThan(alone.body.audio.seconds);
  const nobody = { title: "Nobody", text, speakers: { Wolf: "nobody" } };
  expect((await json("POST", "/api/audio/speak", { json: nobody })).status).toBe(400);
});

test("a long text is a job", async () => {
  const { json, done } = await aHouse();
  // Long to read, quick to say: lines of stars are silent.
  const text = `The fox counts the waves.\n\n${"* * *\n\n".repeat(450)}The end.`;
  const taken = await json("POST", "/api/audio/speak", { json: { title: "Waves", text } });
  expect(taken.status).toBe(202);
  const { result } = await done(taken.body.job.id);
  const { body } = await json("GET", `/api/audio/${result.audioId}`);
  expect(body).toMatchObject({ title: "Waves", tags: ["spoken"] });
  expect(body.seconds).toBeGreaterThan(2);
});

test("a recording is fetched from an address; a page, a missing one and the network at home are told apart", async () => {
  const { json, done } = await aHouse();
  const server = createServer((request, answer) => {
    if (request.url === "/the%20fox.wav") answer.end(wav());
    else if (request.url === "/page") answer.setHeader("content-type", "text/html; charset=utf-8").end("<p>");
    else if (request.url === "/inside") answer.writeHead(302, { location: "http://10.0.0.1/" }).end();
    else answer.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  opened.push(() => new Promise((closed) => server.close(closed)));
  const { port } = server.address() as AddressInfo;
  const fetchedAt = async (url: string) => {
    const ordered = await json("POST", "/api/audio/fetch", { json: { url } });
    expect(ordered.status).toBe(202);
    return done(ordered.body.job.id);
  };
  const fetched = (path: string) => fetchedAt(`http://127.0.0.1:${port}${path}`);
  const { result } = await fetched("/the%20fox.wav");
  expect((await json("GET", `/api/audio/${result.audioId}`)).body.title).toBe("the fox");
  expect((await fetched("/page")).note).toContain("leads to a web page");
  expect((await fetched("/gone")).note).toContain("has nothing for us there (404)");
  expect((await fetched("/inside")).note).toContain("inside a home or company network");
  const nobody = `${"no".repeat(40)}.invalid`;
  expect(await fetchedAt(`http://${nobody}/a.mp3`)).toMatchObject({
    state: "failed",
    note: `There is no server called ${nobody}; check the address.`,
    mayWorkLater: false,
  });
  expect((await json("POST", "/api/audio/fetch", { json: { url: "file:///etc/passwd" } })).status).toBe(400);
});
