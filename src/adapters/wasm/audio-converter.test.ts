import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLoudnessMeter } from "../../domain/audio/loudness.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import type { Converted, Treatment } from "../../ports/audio-converter.ts";
import { DiskFull } from "../../ports/disk-full.ts";
import { createWasmConverter } from "./audio-converter.ts";
import { createLameEncoder } from "./mp3-encoder.ts";

const converter = createWasmConverter();
const lame = createLameEncoder();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "converter-"));
});
afterAll(async () => {
  await Promise.all([converter[Symbol.asyncDispose](), lame[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true });
});

/** A hum with a slow swell, so that no stretch equals another. */
function hum(seconds: number, rate: number, hertz = 330): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, at) =>
      Math.sin((2 * Math.PI * hertz * at) / rate) * (0.1 + 0.08 * Math.sin((2 * Math.PI * 0.7 * at) / rate)),
  );
}

/** A WAV file of whole numbers, 8 to 32 bit. */
function wav(channels: readonly Float32Array[], rate: number, bits: 8 | 16 | 24 | 32, claimBytes?: number) {
  const sampleBytes = bits / 8;
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * sampleBytes);
  let at = 0;
  for (let frame = 0; frame < frames; frame += 1)
    for (const samples of channels) {
      const value = Math.round((samples[frame] ?? 0) * (2 ** (bits - 1) - 1));
      if (bits === 8) data.writeUInt8(value + 128, at);
      else data.writeIntLE(value, at, sampleBytes);
      at += sampleBytes;
    }
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels.length, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels.length * sampleBytes, 28);
  head.writeUInt16LE(channels.length * sampleBytes, 32);
  head.writeUInt16LE(bits, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(claimBytes ?? data.length, 40);
  return Buffer.concat([head, data]);
}

async function convert(name: string, bytes: Uint8Array, treatment: Treatment = "auto") {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const [converted] = await converter.convert({ path, parts: [{ to: `${path}.out` }], treatment });
  if (converted === undefined) throw new Error("no answer");
  return { converted, path, to: `${path}.out` };
}

function sound(converted: Converted) {
  if (!converted.ok) throw new Error(`refused: ${converted.why}`);
  return converted;
}

describe("what comes out", () => {
  test.each([
    ["8 kHz, 8 bit", wav([hum(3, 8000)], 8000, 8)],
    ["44.1 kHz, 16 bit", wav([hum(3, 44_100)], 44_100, 16)],
    ["48 kHz, 24 bit, one voice on two channels", wav([hum(3, 48_000), hum(3, 48_000)], 48_000, 24)],
    ["96 kHz, 32 bit", wav([hum(3, 96_000)], 96_000, 32)],
  ])("%s becomes one channel at −16 LUFS, described exactly", async (name, file) => {
    const { converted, to } = await convert(`${name}.wav`, file);
    const { format, seconds, sha256, bytes, index, lufs, waveform } = sound(converted);
    expect(format).toMatchObject({ codec: "mp3", channels: "mono", bitrateKbps: 64, sampleRateHz: 44_100 });
    expect(Math.abs(seconds - 3)).toBeLessThan(0.09);
    expect(lufs).toBeCloseTo(-16, 0);
    expect(Buffer.from(waveform ?? "", "base64").length).toBe(240);
    const written = await readFile(to);
    expect(createHash("sha256").update(written).digest("hex")).toBe(sha256);
    const scanner = createMp3Scanner();
    scanner.push(written);
    expect(scanner.end().scanned).toMatchObject({ ok: true, index, junkBytes: 0, missingReservoirBytes: 0 });
    expect(written.length).toBe(bytes);
  });

  test("two different channels stay two, unless speech is wanted", async () => {
    const file = wav([hum(2, 44_100), hum(2, 44_100, 500)], 44_100, 16);
    const music = sound((await convert("two.wav", file)).converted);
    expect(music.format).toMatchObject({ channels: "stereo", bitrateKbps: 128 });
    const speech = sound((await convert("two.wav", file, "speech")).converted);
    expect(speech.format).toMatchObject({ channels: "mono", bitrateKbps: 64 });
    expect(speech.lufs).toBeCloseTo(-16, 0);
  });

  test("six channels become two", async () => {
    const six = [300, 400, 500, 60, 700, 800].map((hertz) => hum(1, 48_000, hertz));
    expect(sound((await convert("six.wav", wav(six, 48_000, 16))).converted).format.channels).toBe("stereo");
  });

  test("the same file twice gives the same bytes", async () => {
    const file = wav([hum(2, 44_100)], 44_100, 16);
    const [one, two] = [await convert("a.wav", file), await convert("b.wav", file)];
    expect(sound(one.converted).sha256).toBe(sound(two.converted).sha256);
  });

  test("silence is a recording too", async () => {
    const { lufs, seconds } = sound(
      (await convert("silence.wav", wav([new Float32Array(44_100)], 44_100, 16))).converted,
    );
    expect(lufs).toBeUndefined();
    expect(seconds).toBeGreaterThan(0.9);
  });

  test("stretches of a file are cut to the sample", async () => {
    const path = join(folder, "parts.wav");
    await writeFile(path, wav([hum(6, 44_100)], 44_100, 16));
    const parts = [
      { to: `${path}.1`, toSeconds: 2 },
      { to: `${path}.2`, fromSeconds: 2, toSeconds: 5 },
      { to: `${path}.3`, fromSeconds: 5 },
      { to: `${path}.4`, fromSeconds: 9 },
    ];
    const done = await converter.convert({ path, parts, treatment: "speech" });
    const lengths = done.map((each) => (each.ok ? each.seconds : each.why));
    expect(lengths[3]).toBe("no-sound");
    for (const [number, seconds] of [2, 3, 1].entries()) {
      expect(lengths[number]).toBeGreaterThanOrEqual(seconds);
      expect(lengths[number]).toBeLessThan(seconds + 0.09);
    }
  });
});

describe("MP3", () => {
  test("loud enough and canonical, it is copied without its tags, not encoded again", async () => {
    const pcm = { sampleRateHz: 44_100, channels: [hum(3, 44_100)] };
    const mp3 = await lame.encode(pcm, { bitrateKbps: 128, targetLufs: -16 });
    const tag = Buffer.concat([Buffer.from("ID3\x04\x00\x00\x00\x00\x07\x68", "latin1"), Buffer.alloc(1000)]);
    const { to, converted } = await convert("good.mp3", Buffer.concat([tag, mp3]));
    expect(Buffer.compare(await readFile(to), mp3)).toBe(0);
    expect(sound(converted).lufs).toBeCloseTo(-16, 0);
  });

  test("too quiet, it is turned up; kept as it is on request", async () => {
    const mp3 = await lame.encode({ sampleRateHz: 44_100, channels: [hum(3, 44_100)] }, { bitrateKbps: 64 });
    expect(sound((await convert("quiet.mp3", mp3)).converted).lufs).toBeCloseTo(-16, 0);
    const kept = await convert("quiet.mp3", mp3, "keep");
    expect(sound(kept.converted).lufs).toBeLessThan(-18);
    expect(Buffer.compare(await readFile(kept.to), mp3)).toBe(0);
  });
});

describe("what it refuses, and why", () => {
  test.each([
    ["empty", "nothing.mp3", Buffer.alloc(0)],
    ["not-audio", "story.mp3", Buffer.from("Once upon a time. ".repeat(400))],
    ["not-audio", "archive.mp3", Buffer.from("PK\x03\x04 and so on")],
    ["no-sound", "zero.wav", wav([new Float32Array(0)], 44_100, 16)],
    [
      "no-sound",
      "tags.mp3",
      Buffer.concat([Buffer.from("ID3\x04\x00\x00\x00\x00\x00\x20"), Buffer.alloc(90)]),
    ],
    [
      "damaged",
      "broken.m4a",
      Buffer.from("\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00isomiso2\x00\x00\x00\x08mdat", "latin1"),
    ],
  ])("%s: %s", async (why, name, bytes) => {
    expect((await convert(name, bytes)).converted).toEqual({ ok: false, why });
    if (why === "empty" || why === "not-audio")
      expect(await converter.probe(join(folder, name))).toEqual({ ok: false, why });
  });

  test("a recording cut off in the middle gives what there is", async () => {
    const file = wav([hum(4, 44_100)], 44_100, 16);
    const { seconds } = sound((await convert("cut.wav", file.subarray(0, file.length / 2))).converted);
    expect(Math.abs(seconds - 2)).toBeLessThan(0.1);
  });
});

test("cancelling stops the work at once, and the next file is converted", async () => {
  const path = join(folder, "long.wav");
  await writeFile(path, wav([hum(120, 44_100)], 44_100, 16));
  const abort = new AbortController();
  const going = converter.convert(
    { path, parts: [{ to: `${path}.out` }], treatment: "music" },
    { signal: abort.signal, onProgress: () => abort.abort(new Error("enough")) },
  );
  await expect(going).rejects.toThrow("enough");
  expect(
    sound((await convert("after.wav", wav([hum(1, 8000)], 8000, 16))).converted).seconds,
  ).toBeGreaterThan(1);
});

test("it stops before the disk is full", async () => {
  await using cramped = createWasmConverter({ spareBytes: Number.MAX_SAFE_INTEGER });
  const path = join(folder, "cramped.wav");
  await writeFile(path, wav([hum(2, 44_100)], 44_100, 16));
  const going = cramped.convert({ path, parts: [{ to: `${path}.mp3` }], treatment: "music" });
  await expect(going).rejects.toThrow(DiskFull);
});

test.runIf(process.platform === "linux")(
  "its threads stand back behind the rest of the program",
  async () => {
    await using one = createWasmConverter({ threads: 1 });
    const path = join(folder, "polite.wav");
    await writeFile(path, wav([hum(1, 44_100)], 44_100, 16));
    await one.convert({ path, parts: [{ to: `${path}.mp3` }], treatment: "music" });
    const tasks = await readdir("/proc/self/task");
    // The seventeenth field after the name is how nice a thread is.
    const nice = await Promise.all(
      tasks.map(async (task) => {
        const stat = await readFile(`/proc/self/task/${task}/stat`, "utf8").catch(() => "");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
      }),
    );
    expect(nice).toContain(getPriority() + 5);
  },
);

test("the loudness it reports is the loudness of what it wrote", async () => {
  const { MPEGDecoder } = await import("mpg123-decoder");
  const { converted, to } = await convert("measured.wav", wav([hum(5, 22_050)], 22_050, 16));
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData } = decoder.decode(await readFile(to));
  decoder.free();
  const meter = createLoudnessMeter(44_100, 1);
  meter.add(channelData.slice(0, 1));
  expect(Math.abs((meter.integratedLufs() ?? 0) - (sound(converted).lufs ?? 0))).toBeLessThan(0.2);
});
