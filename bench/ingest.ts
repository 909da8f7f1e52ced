import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from "mediabunny";
import { createMemoryAudioFiles } from "../src/adapters/memory/audio-files.ts";
import { convertFile } from "../src/adapters/wasm/convert-file.ts";
import { decodeFile } from "../src/adapters/wasm/decode-file.ts";
import { startLame } from "../src/adapters/wasm/lame.ts";
import { createLameEncoder } from "../src/adapters/wasm/mp3-encoder.ts";
import { createFliteSpeech } from "../src/adapters/wasm/speech.ts";
import { asMono } from "../src/domain/audio/downmix.ts";
import { joinSamples } from "../src/domain/audio/pcm.ts";
import { createMp3Scanner } from "../src/domain/audio/scan-mp3.ts";
import { speakText, spokenBytes } from "../src/usecases/speech/speak-text.ts";
import { type Row, row } from "./row.ts";

const story =
  "Once upon a time, a small fox lived by the sea. Every evening he sat on the warm sand and counted the waves. " +
  "How many waves are there, he asked the moon. Always one more, said the moon. The fox thought about that for a long while. " +
  "Then he smiled, curled up in his tail, and fell asleep. And the sea went on counting, one wave after another.";

/** How many seconds of audio one second of one core makes. */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-ingest-"));
  try {
    return [...(await speak()), ...(await transcode(folder)), ...(await split(folder)), scan()];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function speak(): Promise<Row[]> {
  await using speech = createFliteSpeech();
  await using encoder = createLameEncoder();
  const once = async () => {
    const files = createMemoryAudioFiles();
    const spoken = await speakText({ speech, encoder, files }, { text: story, voiceId: "slt" });
    if (!spoken.ok) throw new Error(spoken.why);
    const mp3 = await new Response(spokenBytes(files, spoken.keys)).arrayBuffer();
    return (mp3.byteLength * 8) / 64_000;
  };
  await once();
  return rows("speak", await bestOf(12, once));
}

/** Stereo MP3 at 192 kbit/s → one channel at −16 LUFS, 64 kbit/s: two minutes of a spoken story. */
async function transcode(folder: string): Promise<Row[]> {
  await using speech = createFliteSpeech();
  await using encoder = createLameEncoder();
  const { samples, sampleRateHz } = await speech.synthesize({ text: story, voiceId: "rms" });
  const times = Math.ceil((120 * sampleRateHz) / samples.length);
  const long = joinSamples(Array.from({ length: times }, () => samples));
  const other = long.map((sample, at) => sample * 0.8 + (long[at - 80] ?? 0) * 0.2);
  const mp3 = await encoder.encode({ sampleRateHz, channels: [long, other] }, { bitrateKbps: 192 });
  const path = join(folder, "story.mp3");
  await writeFile(path, mp3);
  const ours = await bestOf(12, async () => {
    const [done] = await convertFile(
      { path, parts: [{ to: join(folder, "out.mp3") }], treatment: "speech" },
      () => {},
    );
    if (done === undefined || !done.ok) throw new Error("not converted");
    return done.seconds;
  });
  const baseline = await withFfmpeg(path, join(folder, "ffmpeg.mp3"), long.length / sampleRateHz);
  return [...rows("transcode-loudness", ours, baseline), ...rows("lame-alone", await lameAlone(path))];
}

/** The same sound through the encoder and nothing else: what is left of a second after that is ours to win. */
async function lameAlone(path: string): Promise<Speed> {
  const pieces: Float32Array[] = [];
  let rate = 0;
  for await (const { channels, sampleRateHz } of decodeFile(path, "mp3")) {
    pieces.push(asMono(channels));
    rate = sampleRateHz;
  }
  return bestOf(12, async () => {
    const run = await startLame({ sampleRateHz: rate, channels: 1, bitrateKbps: 64 });
    for (const samples of pieces) run.encode([samples]);
    run.end();
    return pieces.reduce((sum, { length }) => sum + length, 0) / rate;
  });
}

async function withFfmpeg(path: string, to: string, seconds: number) {
  const args = ["-nostdin", "-v", "error", "-y", "-threads", "1", "-i", path, "-af", "loudnorm=I=-16:TP=-2"];
  const ffmpeg = () => execFileSync("ffmpeg", [...args, "-ac", "1", "-ar", "44100", "-b:a", "64k", to]);
  try {
    const { wall } = await bestOf(1, async () => {
      ffmpeg();
      return seconds;
    });
    return { value: wall, is: "the system's ffmpeg with loudnorm, one thread" };
  } catch {
    return undefined;
  }
}

/** An audiobook of three hours in forty chapters → forty files. The packets are as large as speech at 64 kbit/s makes them. */
async function split(folder: string): Promise<Row[]> {
  const path = join(folder, "book.m4b");
  const seconds = 3 * 3600;
  await writeFile(path, await audiobook(seconds));
  const chapter = seconds / 40;
  const parts = Array.from({ length: 40 }, (_, number) => ({
    to: join(folder, `chapter-${number}.aac`),
    fromSeconds: number * chapter,
    toSeconds: (number + 1) * chapter,
  }));
  const ours = await bestOf(2, async () => {
    const done = await convertFile({ path, parts, treatment: "auto" }, () => {});
    if (done.length !== 40 || done.some((each) => !each.ok)) throw new Error("not split");
    return seconds;
  });
  if ((await stat(join(folder, "chapter-39.aac"))).size === 0) throw new Error("the last chapter is empty");
  return rows("m4b-split", ours);
}

async function audiobook(seconds: number): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new EncodedAudioPacketSource("aac");
  output.addAudioTrack(source);
  await output.start();
  const frames = Math.floor((seconds * 44_100) / 1024);
  const meta = {
    decoderConfig: {
      codec: "mp4a.40.2",
      numberOfChannels: 1,
      sampleRate: 44_100,
      description: Uint8Array.of(0x12, 0x08),
    },
  };
  for (let frame = 0; frame < frames; frame += 1) {
    const data = new Uint8Array(150 + (frame % 70)).fill(frame & 0x7f);
    const packet = new EncodedPacket(data, "key", (frame * 1024) / 44_100, 1024 / 44_100);
    await source.add(packet, frame === 0 ? meta : undefined);
  }
  await output.finalize();
  if (target.buffer === null) throw new Error("no file came out");
  return new Uint8Array(target.buffer);
}

function scan(): Row {
  const frame = new Uint8Array(417).fill(0x55);
  frame.set([0xff, 0xfb, 0x90, 0xc0, 0, 0]);
  const file = new Uint8Array(417 * 200_000);
  for (let at = 0; at < file.length; at += 417) file.set(frame, at);
  let best = 0;
  for (let round = 0; round < 3; round += 1) {
    const startedMs = performance.now();
    const scanner = createMp3Scanner();
    for (let at = 0; at < file.length; at += 262_144) scanner.push(file.subarray(at, at + 262_144));
    scanner.end();
    best = Math.max(best, file.length / 1000 / (performance.now() - startedMs));
  }
  return row("ingest", "mp3-scan", "MB/s", best);
}

type Speed = { readonly wall: number; readonly cpu: number };

/** By the clock, and by the time all threads took of a core: the same on a quiet machine, where one core does it all. */
function rows(name: string, { wall, cpu }: Speed, baseline?: Parameters<typeof row>[4]): Row[] {
  return [
    row("ingest", `${name}.x-realtime`, "x", wall, baseline),
    row("ingest", `${name}.x-realtime-per-core`, "x", cpu),
  ];
}

/** Seconds of sound per second of work, the best of some rounds: other programs only ever make it slower. */
async function bestOf(rounds: number, work: () => Promise<number>): Promise<Speed> {
  let [wall, cpu] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now();
    const before = process.cpuUsage();
    const seconds = await work();
    const { user, system } = process.cpuUsage(before);
    wall = Math.max(wall, (seconds * 1000) / (performance.now() - startedMs));
    cpu = Math.max(cpu, (seconds * 1e6) / (user + system));
  }
  return { wall, cpu };
}
