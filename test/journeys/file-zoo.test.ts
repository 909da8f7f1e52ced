import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { createFliteSpeech } from "../../src/adapters/wasm/speech.ts";
import type { Converted, Treatment } from "../../src/ports/audio-converter.ts";
import { ffmpeg, heardByOthers } from "../audio/tools.ts";

const converter = createWasmConverter();
let folder = "";
/** Some seconds of speech, as a WAV file. */
let story = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zoo-"));
  await using speech = createFliteSpeech();
  const text = "Once upon a time, a small fox lived by the sea. Every evening he counted the waves.";
  const { samples, sampleRateHz } = await speech.synthesize({ text, voiceId: "rms" });
  await writeFile(at("story.raw"), new Uint8Array(samples.buffer));
  story = at("story.wav");
  await ffmpeg(
    ...["-f", "f32le", "-ar", String(sampleRateHz), "-ac", "1", "-i", at("story.raw")],
    ...["-ar", "44100", story],
  );
}, 60_000);
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function convert(path: string, treatment: Treatment = "auto") {
  const probed = await converter.probe(path);
  const ending = (await readFile(path)).length === 0 ? "x" : "mp3";
  const to = `${path}.out.${ending}`;
  const [converted] = await converter.convert({ path, parts: [{ to }], treatment });
  if (converted === undefined) throw new Error("no answer");
  return { probed, converted, to };
}

function sound(converted: Converted) {
  if (!converted.ok) throw new Error(`refused: ${converted.why}`);
  return converted;
}

/** Other decoders read it without a word, and find exactly as much as we say. */
async function expectClean(converted: Converted, to: string) {
  const { index, format } = sound(converted);
  const { complaints, samples, lufs } = await heardByOthers(to);
  expect(complaints).toEqual([]);
  expect(Math.abs(samples - index.frames * index.samplesPerFrame)).toBeLessThanOrEqual(index.samplesPerFrame);
  expect(format.sampleRateHz).toBe(44_100);
  return lufs;
}

const seconds = async () => ((await readFile(story)).length - 44) / 2 / 44_100;

describe("two channels that differ become one voice, in many pieces, whoever decodes them", () => {
  const coded = {
    mp3: "libmp3lame",
    ogg: "libvorbis",
    opus: "libopus",
    webm: "libopus",
    flac: "flac",
    wav: "pcm_s16le",
  };
  test.concurrent.each(Object.entries(coded))("two-channels.%s", async (ending, codec) => {
    const file = at(`two-channels.${ending}`);
    const beside = "aevalsrc='0.3*sin(t*2800)*(1+sin(t))/2|0.3*sin(t*4100)*(1+sin(t*1.3))/2':s=48000:d=20";
    await ffmpeg("-f", "lavfi", "-i", beside, "-c:a", codec, file);
    const { converted, to } = await convert(file, "speech");
    const heard = await expectClean(converted, to);
    expect(sound(converted).format.channels).toBe("mono");
    expect(Math.abs(sound(converted).seconds - 20)).toBeLessThan(0.1);
    expect(Math.abs(heard + 16)).toBeLessThanOrEqual(0.2);
  });
});

describe("every kind of file becomes sound that other decoders read without a word", () => {
  test.concurrent.each<readonly [name: string, ...args: string[]]>([
    ["48k-24bit.flac", "-ar", "48000", "-ac", "2", "-sample_fmt", "s32"],
    ["six-channels.flac", "-af", "pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0"],
    ["vbr.mp3", "-c:a", "libmp3lame", "-q:a", "4"],
    ["22k.mp3", "-c:a", "libmp3lame", "-b:a", "64k", "-ar", "22050"],
    ["vorbis.ogg", "-c:a", "libvorbis", "-ar", "48000"],
    ["opus.ogg", "-c:a", "libopus"],
    ["recorder.webm", "-c:a", "libopus", "-live", "1"],
    ["8k.wav", "-ar", "8000"],
    ["float.wav", "-c:a", "pcm_f32le", "-ar", "96000"],
    ["alaw.wav", "-c:a", "pcm_alaw", "-ar", "8000"],
    ["wrong-name.txt", "-f", "flac"],
  ])("%s", async (name, ...args) => {
    await ffmpeg("-i", story, ...args, at(name));
    const { converted, to } = await convert(at(name));
    const heard = await expectClean(converted, to);
    const { lufs, seconds: long } = sound(converted);
    expect(Math.abs(long - (await seconds()))).toBeLessThan(0.1);
    expect(Math.abs(heard - (lufs ?? 0))).toBeLessThanOrEqual(0.2);
    expect(Math.abs((lufs ?? 0) + 16)).toBeLessThan(1);
  });

  test("an MP3 with a 5 MB cover and a table that lies", async () => {
    await ffmpeg("-i", story, "-c:a", "libmp3lame", "-q:a", "5", "-id3v2_version", "0", at("plain.mp3"));
    const plain = await readFile(at("plain.mp3"));
    const table = plain.indexOf("Xing");
    expect(table).toBeGreaterThan(0);
    plain.writeUInt32BE(0x7fffffff, table + 8); // frames
    plain.writeUInt32BE(17, table + 12); // bytes
    const picture = Buffer.concat([
      Buffer.from("\0image/jpeg\0\x03\0", "latin1"),
      Buffer.alloc(5_000_000, 0xff),
    ]);
    const text = Buffer.from("\x03Der Fuchs 🦊");
    const frames = Buffer.concat([frameOf("TIT2", text), frameOf("APIC", picture)]);
    const tag = Buffer.concat([Buffer.from("ID3\x04\0\0", "latin1"), synchsafe(frames.length), frames]);
    await writeFile(at("cover.mp3"), Buffer.concat([tag, plain]));
    const { probed, converted, to } = await convert(at("cover.mp3"));
    expect(probed).toMatchObject({ ok: true, tags: { title: "Der Fuchs 🦊" } });
    expect(probed.ok && probed.cover?.bytes.length).toBe(5_000_000);
    await expectClean(converted, to);
  });

  test("an MP3 behind 200 KB of junk, kept as it is", async () => {
    await ffmpeg("-i", story, "-c:a", "libmp3lame", "-b:a", "128k", at("clean.mp3"));
    const junk = Buffer.alloc(200_000, "noise, but not sound; ");
    await writeFile(
      at("junk.mp3"),
      Buffer.concat([Buffer.from([0xff, 0xfb, 0x90]), junk, await readFile(at("clean.mp3"))]),
    );
    const { converted, to } = await convert(at("junk.mp3"), "keep");
    await expectClean(converted, to);
  });
});

describe("files that were cut off give what there is", () => {
  test.concurrent.each<readonly [name: string, ...args: string[]]>([
    ["cut.mp3", "-c:a", "libmp3lame", "-b:a", "128k"],
    ["cut.flac"],
    ["cut-vorbis.ogg", "-c:a", "libvorbis"],
    ["cut-opus.ogg", "-c:a", "libopus"],
    ["cut.wav"],
    ["cut.webm", "-c:a", "libopus"],
    ["cut.aac", "-c:a", "aac"],
    ["cut-index-first.m4a", "-c:a", "aac", "-movflags", "faststart"],
  ])("%s", async (name, ...args) => {
    await ffmpeg("-stream_loop", "3", "-i", story, ...args, at(`whole-${name}`));
    const whole = await readFile(at(`whole-${name}`));
    await writeFile(at(name), whole.subarray(0, Math.floor(whole.length * 0.6)));
    const { seconds: long } = sound((await convert(at(name))).converted);
    expect(long).toBeGreaterThan((await seconds()) * 1.2);
    expect(long).toBeLessThan((await seconds()) * 4);
  });

  test("only a file whose index was at the lost end is refused, and told so", async () => {
    await ffmpeg("-i", story, "-c:a", "aac", at("index-last.m4a"));
    const whole = await readFile(at("index-last.m4a"));
    await writeFile(at("index-lost.m4a"), whole.subarray(0, Math.floor(whole.length * 0.6)));
    expect((await convert(at("index-lost.m4a"))).converted).toEqual({ ok: false, why: "damaged" });
  });
});

describe("AAC", () => {
  test("is copied, not lost: nothing is decoded, nothing sounds different", async () => {
    await ffmpeg("-i", story, "-c:a", "aac", "-metadata", "title=Füchse", at("memo.m4a"));
    const { probed } = await convert(at("memo.m4a"));
    expect(probed).toMatchObject({ ok: true, kind: "mp4", tags: { title: "Füchse" } });
    const to = at("memo.aac");
    const [converted] = await converter.convert({ path: at("memo.m4a"), parts: [{ to }], treatment: "auto" });
    if (converted === undefined) throw new Error("no answer");
    expect(sound(converted).format).toMatchObject({ codec: "aac", channels: "mono" });
    const { complaints, samples } = await heardByOthers(to);
    expect(complaints).toEqual([]);
    expect(samples / 44_100).toBeCloseTo(sound(converted).seconds, 1);
  });

  test.each([
    ["whole", 1],
    ["cut off in the middle", 0.6],
  ])("as Safari records it, in pieces of a second, %s", async (name, share) => {
    const pieces = ["-movflags", "frag_keyframe+empty_moov+default_base_moof", "-frag_duration", "1000000"];
    const file = at(`safari-${share}.m4a`);
    await ffmpeg("-i", story, "-c:a", "aac", "-b:a", "96k", ...pieces, file);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, Math.round(bytes.length * share)));
    expect(await converter.probe(file), name).toMatchObject({ ok: true, kind: "mp4" });
    const to = `${file}.aac`;
    const [converted] = await converter.convert({ path: file, parts: [{ to }], treatment: "speech" });
    if (converted === undefined) throw new Error("no answer");
    const { complaints, samples } = await heardByOthers(to);
    expect(complaints).toEqual([]);
    expect(samples / 44_100).toBeCloseTo(sound(converted).seconds, 1);
    expect(sound(converted).seconds / (await seconds())).toBeGreaterThan(share - 0.25);
  });

  test.concurrent.each([
    // At the rate of a spoken book: half as many packets.
    ["three hours, its index last", "", 270, "22050"],
    ["half an hour, its index first", "faststart", 45, "44100"],
  ])("an audiobook (%s) splits into its forty chapters", async (_, flags, chapterSeconds, rate) => {
    const book = at(`book-${flags}.m4b`);
    await ffmpeg(
      "-stream_loop",
      "8",
      "-i",
      story,
      "-t",
      "45",
      "-ar",
      rate,
      "-c:a",
      "aac",
      "-b:a",
      "48k",
      at(`minute-${flags}.m4a`),
    );
    const chapters = Array.from(
      { length: 40 },
      (_, number) =>
        `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${number * chapterSeconds * 1000}\nEND=${(number + 1) * chapterSeconds * 1000}\ntitle=Kapitel ${number + 1} – 漢字\n`,
    );
    await writeFile(
      at(`chapters-${flags}.txt`),
      `;FFMETADATA1\ntitle=Das Buch\nartist=Jemand\n${chapters.join("")}`,
    );
    await ffmpeg(
      ...[
        "-stream_loop",
        String((40 * chapterSeconds) / 45 - 1),
        "-i",
        at(`minute-${flags}.m4a`),
        "-i",
        at(`chapters-${flags}.txt`),
      ],
      ...["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy"],
      ...(flags === "" ? [] : ["-movflags", flags]),
      ...["-f", "mp4", book],
    );
    const probed = await converter.probe(book);
    if (!probed.ok) throw new Error(probed.why);
    expect(probed.tags).toMatchObject({ title: "Das Buch", artist: "Jemand" });
    expect(probed.chapters.length).toBe(40);
    expect(probed.chapters[39]).toMatchObject({
      title: "Kapitel 40 – 漢字",
      startSeconds: 39 * chapterSeconds,
    });
    const looked = [0, 17, 39];
    // Of the long book only those that are looked at: each chapter is cut for itself.
    const cut = flags === "" ? looked : probed.chapters.keys().toArray();
    const to = (number: number) => at(`chapter-${flags}${number}.aac`);
    const parts = cut.map((number) => ({
      to: to(number),
      fromSeconds: probed.chapters[number]?.startSeconds ?? 0,
      toSeconds: probed.chapters[number + 1]?.startSeconds ?? Number.POSITIVE_INFINITY,
    }));
    const done = (await converter.convert({ path: book, parts, treatment: "auto" })).map(sound);
    for (const { seconds: long } of done) expect(Math.abs(long - chapterSeconds)).toBeLessThan(2);
    for (const number of looked) expect((await heardByOthers(to(number))).complaints).toEqual([]);
  });
});

function frameOf(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), synchsafe(body.length), Buffer.alloc(2), body]);
}

function synchsafe(size: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
}
