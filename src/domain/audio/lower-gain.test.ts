import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpeg, heardByOthers } from "../../../test/audio/tools.ts";
import { decibelsPerStep, lowerGain } from "./lower-gain.ts";
import { createMp3Scanner } from "./scan-mp3.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gain-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The frames of an encoder's file, without its tags. */
async function framesOf(name: string, ...how: readonly string[]): Promise<Buffer> {
  const path = join(folder, `${name}.mp3`);
  const noise = "sine=frequency=440:duration=3:sample_rate=44100,tremolo=f=5:d=0.3";
  await ffmpeg("-f", "lavfi", "-i", noise, ...how, path);
  const scanner = createMp3Scanner();
  const parts = [scanner.push(await readFile(path)), scanner.end().frames].flat();
  return Buffer.concat(parts);
}

/** How loud a file is on average, dB of full scale. */
async function levelOf(frames: Buffer): Promise<number> {
  const [mp3, raw] = [join(folder, "level.mp3"), join(folder, "level.raw")];
  await writeFile(mp3, frames);
  await ffmpeg("-i", mp3, "-f", "f32le", "-ac", "1", raw);
  const bytes = await readFile(raw);
  let sum = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) sum += bytes.readFloatLE(at) ** 2;
  return 10 * Math.log10(sum / (bytes.length / 4));
}

test.each([
  ["stereo 44.1 kHz", ["-ac", "2", "-b:a", "128k"]],
  ["mono 44.1 kHz", ["-ac", "1", "-b:a", "64k"]],
  ["stereo 22 kHz (MPEG 2)", ["-ac", "2", "-ar", "22050", "-b:a", "64k"]],
  ["mono 16 kHz (MPEG 2)", ["-ac", "1", "-ar", "16000", "-b:a", "32k"]],
])("%s: each step is 1.5 dB, and decoders find nothing wrong", async (name, how) => {
  const frames = await framesOf(name, ...how, "-c:a", "libmp3lame");
  const before = await levelOf(frames);
  const quieter = Buffer.from(frames);
  lowerGain(quieter, 8);
  expect(quieter).toHaveLength(frames.length);
  expect(before - (await levelOf(quieter))).toBeCloseTo(8 * decibelsPerStep, 0);
  expect((await heardByOthers(join(folder, "level.mp3"))).complaints).toEqual([]);
});

test("a checksum is made anew", () => {
  // MPEG 1, mono, with a checksum; its side information is all zero but for one gain.
  const frame = new Uint8Array(417);
  frame.set([0xff, 0xfa, 0x90, 0xc4]);
  frame[6 + 4] = 0x01; // bits 39 … 46 hold the first gain
  frame[6 + 5] = 0xfe;
  lowerGain(frame, 0);
  const loud = [frame[4], frame[5]];
  lowerGain(frame, 3);
  expect([frame[4], frame[5]]).not.toEqual(loud);
  lowerGain(frame, 255);
  const silent = new Uint8Array(417);
  silent.set([0xff, 0xfa, 0x90, 0xc4]);
  lowerGain(silent, 0);
  expect([...frame.subarray(4, 23)]).toEqual([...silent.subarray(4, 23)]);
});

test("what is no frame is left as it is", () => {
  const noise = Uint8Array.from({ length: 500 }, (_, at) => (at * 37) & 0x7f);
  const before = [...noise];
  lowerGain(noise, 10);
  expect([...noise]).toEqual(before);
});
