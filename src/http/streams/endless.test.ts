import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { type FixedClock, fixedClock } from "../../adapters/memory/clock.ts";

const frames = 200;
const frameBytes = 417;
const secondsPerFrame = 1152 / 44_100;
const pieceSeconds = frames * secondsPerFrame; // 5.2
const bytesPerSecond = frameBytes / secondsPerFrame;

async function aStation(letters: string, more: object = {}) {
  const clock = fixedClock(Date.UTC(2030, 0, 7, 12));
  const server = await aSlotServer({ clock });
  const known = new Map<string, string>();
  const pieces = async (wanted: string) => {
    for (const letter of wanted)
      if (!known.has(letter))
        known.set(letter, await server.add(silentMp3(frames, letter.charCodeAt(0)), letter));
    return [...wanted].map((letter) => known.get(letter) ?? "");
  };
  const rule = { kind: "queue", audio: await pieces(letters), slots: "endless", ...more };
  const stream = await server.makeStream({ title: "Station", rule });
  return { ...server, clock, pieces, stream, path: pathOf(stream, "01") };
}

/** Listens over a bare socket: what came, and how it was announced. */
async function listen(server: { url: string }, path: string, headers = "") {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "connect");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n${headers}\r\n`);
  const all = () => Buffer.concat(chunks);
  const bodyAt = () => all().indexOf("\r\n\r\n") + 4;
  return {
    socket,
    head: () => all().subarray(0, bodyAt()).toString("latin1"),
    body: () => all().subarray(bodyAt()),
    /** One letter for each frame, a run of the same one told once. */
    letters: () => runsOf(all().subarray(bodyAt())),
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

function runsOf(body: Buffer): string {
  let letters = "";
  for (let at = 0; at + frameBytes <= body.length; at += frameBytes) {
    expect(body[at]).toBe(0xff);
    const letter = String.fromCharCode(body[at + 100] ?? 0);
    if (!letters.endsWith(letter)) letters += letter;
  }
  return letters;
}

/** Moves time on in small steps, and lets what crosses the socket arrive. */
async function pass(clock: FixedClock, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 0.5) {
    await clock.run(500);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

const heardSeconds = (body: Buffer) => body.length / bytesPerSecond;

test("it answers like a radio station: no length, no chunks, ten seconds at once, then as fast as one listens", async () => {
  await using server = await aStation("ABC");
  await using listener = await listen(server, server.path, "Range: bytes=0-\r\n");
  await expect.poll(() => heardSeconds(listener.body())).toBeGreaterThan(9.9);
  expect(listener.head()).toMatch(/^HTTP\/1.1 200 OK/);
  expect(listener.head()).toMatch(/content-type: audio\/mpeg/i);
  expect(listener.head()).not.toMatch(/content-length|transfer-encoding/i);
  expect(heardSeconds(listener.body())).toBeLessThan(10.1);
  await pass(server.clock, 20);
  await expect.poll(() => heardSeconds(listener.body())).toBeGreaterThan(29.4);
  expect(heardSeconds(listener.body())).toBeLessThan(30.1);
  expect(listener.letters()).toBe("ABCABC");
});

test("HEAD tells the kind of audio and no length; asking for it twice at once is the same listening", async () => {
  await using server = await aStation("AB");
  const head = await server.get(server.path, { method: "HEAD" });
  expect([head.status, head.headers.get("content-type"), head.headers.get("content-length")]).toEqual([
    200,
    "audio/mpeg",
    null,
  ]);
  await using one = await listen(server, server.path);
  await using other = await listen(server, server.path);
  for (const each of [one, other]) await expect.poll(() => each.letters()).toMatch(/^AB/);
});

test("a changed queue is heard from the next piece on, and no piece is cut", async () => {
  await using server = await aStation("ABC");
  await using listener = await listen(server, server.path);
  await expect.poll(() => listener.letters()).toBe("AB");
  const audio = await server.pieces("XY");
  await server.asks("PATCH", `/api/streams/${server.stream.id}`, { audio });
  await pass(server.clock, 2 * pieceSeconds);
  await expect.poll(() => listener.letters()).toMatch(/^AB[XY]+$/);
  expect(framesOf(listener.body(), "B")).toBe(frames);
});

test("a broken connection goes on where one is by then, at the beginning of a frame", async () => {
  await using server = await aStation("ABCDEF");
  const first = await listen(server, server.path);
  await expect.poll(() => heardSeconds(first.body())).toBeGreaterThan(9.9);
  await pass(server.clock, 12);
  first.socket.destroy();
  await pass(server.clock, 2);
  await using again = await listen(server, server.path, "Range: bytes=300000-\r\n");
  // Fourteen seconds on: in the middle of the third piece.
  await expect.poll(() => again.letters()).toMatch(/^CD/);
  const left = framesOf(again.body(), "C") * secondsPerFrame;
  expect(left).toBeGreaterThan(3 * pieceSeconds - 14.1);
  expect(left).toBeLessThan(3 * pieceSeconds - 13.5);
});

test("who was away begins with the next piece, and everybody has a place of their own", async () => {
  await using server = await aStation("ABCDEF");
  const first = await listen(server, server.path, "User-Agent: one\r\n");
  await expect.poll(() => first.letters()).toBe("AB");
  first.socket.destroy();
  await server.clock.run(4 * 3_600_000);
  await using later = await listen(server, server.path, "User-Agent: one\r\n");
  // What was sent ahead counts as heard.
  await expect.poll(() => later.letters()).toMatch(/^(CD|DE)/);
  await using other = await listen(server, server.path, "User-Agent: two\r\n");
  await expect.poll(() => other.letters()).toMatch(/^AB/);
});

test("a replaced secret lets the piece end and no other begin", async () => {
  await using server = await aStation("ABC");
  await using listener = await listen(server, server.path);
  await expect.poll(() => listener.letters()).toBe("AB");
  await server.asks("POST", `/api/streams/${server.stream.id}/secret`);
  const closed = once(listener.socket, "close");
  await pass(server.clock, 2 * pieceSeconds);
  await closed;
  expect(listener.letters()).toBe("AB");
  expect(framesOf(listener.body(), "B")).toBe(frames);
  expect((await server.get(server.path)).status).toBe(404);
});

test("at its hour it turns into what is due then, at the edge of a piece", async () => {
  await using server = await aStation("A");
  const plays = async (letters: string, slots: string) => ({ audio: await server.pieces(letters), slots });
  const stream = await server.makeStream({
    title: "Evening",
    rule: {
      kind: "by-time",
      branches: [{ window: { from: "12:00", to: "12:01" }, plays: await plays("AB", "endless") }],
      otherwise: await plays("Z", "joined"),
    },
  });
  await using listener = await listen(server, pathOf(stream, "01"));
  await expect.poll(() => listener.letters()).toBe("AB");
  const closed = once(listener.socket, "close");
  await pass(server.clock, 70);
  await closed;
  expect(listener.letters()).toMatch(/^(AB)+A?Z$/);
});

function framesOf(body: Buffer, letter: string): number {
  let count = 0;
  for (let at = 0; at + frameBytes <= body.length; at += frameBytes)
    if (body[at + 100] === letter.charCodeAt(0)) count += 1;
  return count;
}
