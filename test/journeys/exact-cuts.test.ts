import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { frameBytesOf, mainDataBeginAt, wordAt } from "../../src/domain/audio/mp3-frame.ts";
import { createMp3Scanner } from "../../src/domain/audio/scan-mp3.ts";
import type { Converted } from "../../src/ports/audio-converter.ts";
import { decodedByFfmpeg, ffmpeg, heardByOthers } from "../audio/tools.ts";

const converter = createWasmConverter();
let folder = "";
const at = (name: string) => join(folder, name);

/** Sound of which no two moments are alike, now dense and now thin, so that frames lend each other bytes. */
const swell =
  "aevalsrc='0.4*random(0)*abs(sin(t*5))+0.2*sin(t*t*900)|0.3*random(1)*abs(cos(t*3))':s=44100:d=12";
const kinds: readonly (readonly [name: string, ...args: string[]])[] = [
  ["music-128", "-b:a", "128k"],
  ["speech-64", "-b:a", "64k", "-ac", "1"],
  ["rich-320", "-b:a", "320k"],
  ["half-rate", "-b:a", "32k", "-ac", "1", "-ar", "22050"],
  ["varying", "-q:a", "4"],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cuts-"));
  for (const [name, ...args] of kinds)
    await ffmpeg(
      "-f",
      "lavfi",
      "-i",
      swell,
      "-c:a",
      "libmp3lame",
      ...args,
      "-write_xing",
      "0",
      at(`${name}.mp3`),
    );
}, 60_000);
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function framesOf(path: string): Promise<readonly Buffer[]> {
  const scanner = createMp3Scanner();
  const runs = [...scanner.push(await readFile(path)), ...scanner.end().frames];
  const frames: Buffer[] = [];
  for (const run of runs)
    for (let begin = 0; begin < run.length; ) {
      const end = begin + frameBytesOf(wordAt(run, begin));
      frames.push(Buffer.from(run.subarray(begin, end)));
      begin = end;
    }
  return frames;
}

function sound(converted: Converted | undefined) {
  if (converted?.ok !== true) throw new Error(`refused: ${converted?.why}`);
  return converted;
}

/** Two other decoders have nothing to say, and find as much as we do. */
async function expectClean(converted: Converted | undefined, path: string) {
  const { index } = sound(converted);
  const { complaints, samples } = await heardByOthers(path);
  expect(complaints).toEqual([]);
  expect(Math.abs(samples - index.frames * index.samplesPerFrame)).toBeLessThanOrEqual(index.samplesPerFrame);
}

test.each(kinds)("%s: a stretch is made of the same frames, and sounds as it did", async (name) => {
  const source = at(`${name}.mp3`);
  const all = await framesOf(source);
  const whole = await decodedByFfmpeg(source);
  const to = at(`${name}.cut.mp3`);
  for (const fromSeconds of [3.21, 7.004]) {
    const [cut] = await converter.convert({
      path: source,
      parts: [{ to, fromSeconds, toSeconds: fromSeconds + 2.5 }],
      treatment: "keep",
    });
    await expectClean(cut, to);
    const { index, seconds, format } = sound(cut);
    const frameSeconds = index.samplesPerFrame / format.sampleRateHz;
    const cutFrames = await framesOf(to);
    const first = Math.round(fromSeconds / frameSeconds);
    const copied = Math.round((fromSeconds + 2.5) / frameSeconds) - first;
    const lent = cutFrames.length - copied;
    // At most 511 bytes are lent, which a few silent frames hold.
    expect(lent).toBeLessThanOrEqual(8);
    expect(Math.abs(seconds - 2.5)).toBeLessThanOrEqual((lent + 1) * frameSeconds);
    expect(Buffer.concat(cutFrames.slice(lent)).equals(Buffer.concat(all.slice(first, first + copied)))).toBe(
      true,
    );
    // A frame sounds on for up to 1100 samples: after those, every sample is as it was.
    const heard = await decodedByFfmpeg(to);
    const settled = lent * index.samplesPerFrame + 1152;
    const wanted = whole.subarray(first * index.samplesPerFrame + 1152);
    for (let sample = settled; sample < cutFrames.length * index.samplesPerFrame; sample += 1)
      if (heard[sample] !== wanted[sample - settled]) throw new Error(`Sample ${sample} sounds different`);
  }
});

test("the files really lend bytes from frame to frame", async () => {
  for (const [name] of kinds) {
    const begins = (await framesOf(at(`${name}.mp3`))).map((frame) => mainDataBeginAt(frame, 0));
    expect(Math.max(...begins), name).toBeGreaterThan(30);
  }
});

test("pieces joined with silence between them are copies, one after the other", async () => {
  const path = at("music-128.mp3");
  const to = at("joined.mp3");
  const cuts = [
    { path, fromSeconds: 1, toSeconds: 3 },
    { path, gainDb: 0, fromSeconds: 6 },
  ];
  const made = await converter.assemble({ cuts, between: { gapSeconds: 0.5 }, treatment: "keep", to });
  await expectClean(made, to);
  expect(sound(made).format).toMatchObject({ bitrateKbps: 128, channels: "stereo", constantBitrate: true });
  expect(Math.abs(sound(made).seconds - 8.5)).toBeLessThan(0.2);
  const all = Buffer.concat(await framesOf(path));
  const frames = await framesOf(to);
  expect(frames.filter((frame) => all.includes(frame)).length).toBeGreaterThan(frames.length - 30);
  expect(sound(made).lufs).toBeLessThan(0);
});

test("a fade is encoded again at the recording's own rate, and so are recordings that do not fit together", async () => {
  const path = at("music-128.mp3");
  const to = at("faded.mp3");
  const faded = await converter.assemble({
    cuts: [{ path, fromSeconds: 1, toSeconds: 4, fadeInSeconds: 1 }],
    between: {},
    treatment: "keep",
    to,
  });
  await expectClean(faded, to);
  expect(sound(faded).format.bitrateKbps).toBe(128);
  const mixed = await converter.assemble({
    cuts: [{ path }, { path: at("rich-320.mp3") }],
    between: {},
    treatment: "keep",
    to,
  });
  await expectClean(mixed, to);
  expect(sound(mixed).format.bitrateKbps).toBe(320);
});

test("a stretch of AAC is copied too", async () => {
  const path = at("memo.aac");
  await ffmpeg("-f", "lavfi", "-i", swell, "-c:a", "aac", path);
  const to = at("memo.cut.aac");
  const cut = { path, fromSeconds: 2, toSeconds: 5 };
  const made = await converter.assemble({ cuts: [cut], between: {}, treatment: "keep", to });
  expect(sound(made).format.codec).toBe("aac");
  await expectClean(made, to);
  expect(Math.abs(sound(made).seconds - 3)).toBeLessThan(0.05);
});
