import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpeg, heardByOthers } from "../../../test/audio/tools.ts";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { openAudioFolder } from "../../adapters/files/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";

/** Twenty seconds before eight in London, in winter. */
const almostEight = Date.UTC(2030, 0, 7, 19, 59, 40);
const bedtime = { window: { from: "20:00", to: "06:00" }, minutes: 1 };

let folder = "";
const tones: Uint8Array<ArrayBuffer>[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ending-"));
  for (const [hertz, seconds] of [
    [440, 70],
    [550, 60],
    [330, 12],
  ] as const) {
    const path = join(folder, `${hertz}.mp3`);
    const tone = `sine=frequency=${hertz}:duration=${seconds}:sample_rate=44100`;
    await ffmpeg("-f", "lavfi", "-i", tone, "-ac", "1", "-c:a", "libmp3lame", "-b:a", "64k", path);
    tones.push(new Uint8Array(await readFile(path)));
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function anEvening(startMs: number, more: object = {}) {
  const clock = fixedClock(startMs);
  const server = await aSlotServer({ clock, files: await openAudioFolder(join(folder, "audio")) });
  const ids: string[] = [];
  for (const [n, bytes] of tones.entries()) ids.push(await server.add(bytes, `Tone ${n}`));
  const [one, two, lullaby] = ids;
  const stream = await server.makeStream({
    title: "Evening",
    rule: { kind: "queue", audio: [one, two], slots: "joined" },
    ending: { ...bedtime, lullaby },
    ...more,
  });
  const get = async (headers: Record<string, string> = {}) => {
    const answer = await server.get(pathOf(stream, "01"), { headers });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  return { ...server, clock, stream, ids, get };
}

/** How loud each second of it is, dB of full scale. */
async function levels(bytes: Buffer): Promise<number[]> {
  const [mp3, raw] = [join(folder, "heard.mp3"), join(folder, "heard.raw")];
  await writeFile(mp3, bytes);
  await ffmpeg("-i", mp3, "-f", "f32le", "-ac", "1", raw);
  expect((await heardByOthers(mp3)).complaints).toEqual([]);
  const samples = await readFile(raw);
  const perSecond = 44_100 * 4;
  return Array.from({ length: Math.floor(samples.length / perSecond) }, (_, second) => {
    let sum = 0;
    for (let at = second * perSecond; at < (second + 1) * perSecond; at += 4)
      sum += samples.readFloatLE(at) ** 2;
    return 10 * Math.log10(sum / 44_100 + 1e-12);
  });
}

test("at bedtime it gets quieter over the minutes that were said, and a lullaby follows, softly; nothing is cut", async () => {
  await using server = await anEvening(almostEight);
  expect(server.stream.ruleWords).toMatch(
    /Every day from 20:00 to 06:00 it gets quieter over a minute and plays a lullaby\.$/,
  );
  const { answer, bytes } = await server.get();
  expect(answer.headers.get("content-length")).toBe(String(bytes.length));
  const heard = await levels(bytes);
  const [full = 0] = [heard[5]];
  expect(heard.length).toBeGreaterThanOrEqual(20 + 60 + 12 - 1);
  expect(heard.length).toBeLessThanOrEqual(20 + 60 + 12 + 1);
  expect(heard[18]).toBeCloseTo(full, 0);
  expect(full - (heard[50] ?? 0)).toBeGreaterThan(26);
  expect(full - (heard[50] ?? 0)).toBeLessThan(34);
  for (let second = 22; second < 76; second += 3)
    expect(heard[second]).toBeLessThan((heard[second - 3] ?? 0) + 0.2);
  expect(full - (heard[78] ?? 0)).toBeGreaterThan(45);
  expect(full - (heard[86] ?? 0)).toBeCloseTo(6, 0);
});

test("the same listening gets the same ending: ranges are bytes of the whole, also past bedtime, and after a restart", async () => {
  await using server = await anEvening(almostEight);
  const { answer, bytes } = await server.get();
  const etag = answer.headers.get("etag") ?? "";
  server.clock.advance(45_000);
  server.slots.forget();
  for (const from of [1, 160_001, 239_999, 400_123, bytes.length - 3000]) {
    const range = `bytes=${from}-${Math.min(bytes.length - 1, from + 70_000)}`;
    const part = await server.get({ range, "if-range": etag });
    expect(part.answer.status).toBe(206);
    expect(part.bytes.equals(bytes.subarray(from, from + part.bytes.length))).toBe(true);
  }
});

test("who begins after bedtime has the minutes from then; who is done before hears nothing of it", async () => {
  await using late = await anEvening(almostEight + 3_600_000);
  const heard = await levels((await late.get()).bytes);
  expect((heard[2] ?? 0) - (heard[30] ?? 0)).toBeGreaterThan(24);
  expect(heard.length).toBeLessThan(60 + 12 + 2);
  await using early = await anEvening(almostEight - 3_600_000);
  expect((await levels((await early.get()).bytes)).length).toBeGreaterThanOrEqual(129);
});

test("what could not end gently is refused with what to do", async () => {
  await using server = await anEvening(almostEight);
  const [one, two, lullaby] = server.ids;
  const refused = async (wanted: object) => {
    const { cookie } = server;
    const answer = await server.ask("POST", "/api/streams", { cookie, json: { title: "No", ...wanted } });
    return `${answer.status} ${JSON.parse(await answer.text()).error.details[0].problem}`;
  };
  const ending = { ...bedtime, lullaby };
  expect(await refused({ audio: [one, two], ending })).toMatch(/^400 .*needs one chapter/);
  const stereo = await server.add(silentMp3(10), "Stereo");
  const rule = { kind: "queue", audio: [one, two], slots: "joined" };
  expect(await refused({ rule, ending: { ...bedtime, lullaby: stereo } })).toMatch(
    /^400 The lullaby “Stereo” .* cannot follow “Tone \d”/,
  );
});
