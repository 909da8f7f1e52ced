import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWasmConverter } from "../../src/adapters/wasm/audio-converter.ts";
import { createFliteSpeech } from "../../src/adapters/wasm/speech.ts";
import { ffmpeg, loudnessByFfmpeg } from "../audio/tools.ts";

const converter = createWasmConverter();
let folder = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "loudness-"));
  await using speech = createFliteSpeech();
  const text = "Once upon a time, a small fox lived by the sea. Every evening he counted the waves.";
  const { samples, sampleRateHz } = await speech.synthesize({ text, voiceId: "rms" });
  await writeFile(at("voice.raw"), new Uint8Array(samples.buffer));
  await ffmpeg(
    "-f",
    "f32le",
    "-ar",
    String(sampleRateHz),
    "-ac",
    "1",
    "-i",
    at("voice.raw"),
    at("voice.wav"),
  );
}, 60_000);
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Input = (voice: string) => readonly string[];
const lavfi = (graph: string) => ["-f", "lavfi", "-i", graph];

/**
 * Ten files that have little in common: rates, widths, codings, kinds of sound, quiet and loud, steady and with pauses. Noise without
 * its highest part, which no encoder keeps at these rates.
 */
const files: readonly (readonly [name: string, input: Input, ...args: string[]])[] = [
  ["a voice.wav", (voice) => ["-i", voice], "-ar", "44100"],
  [
    "a voice with long pauses.flac",
    (voice) => ["-i", voice],
    "-af",
    "apad=pad_dur=8,aloop=1:400000",
    "-ar",
    "48000",
  ],
  [
    "a quiet voice.mp3",
    (voice) => ["-i", voice],
    "-af",
    "volume=-24dB",
    "-c:a",
    "libmp3lame",
    "-b:a",
    "128k",
  ],
  ["a dictaphone.wav", (voice) => ["-i", voice], "-ar", "16000"],
  ["a tone.wav", () => lavfi("sine=1000:r=48000:d=6")],
  [
    "pink noise.flac",
    () => lavfi("anoisesrc=c=pink:a=0.3:r=96000:d=6:seed=5"),
    "-ac",
    "1",
    "-af",
    "lowpass=f=7000",
  ],
  ["low hum.ogg", () => lavfi("aevalsrc='0.5*sin(t*400)|0.1*sin(t*300)':s=48000:d=6"), "-c:a", "libvorbis"],
  [
    "clipped.mp3",
    () => lavfi("anoisesrc=c=brown:a=1:r=44100:d=6:seed=7"),
    "-af",
    "volume=18dB",
    "-c:a",
    "libmp3lame",
  ],
  [
    "only on the left.opus",
    () => lavfi("aevalsrc='0.3*random(0)*abs(sin(t))|0':s=48000:d=6"),
    "-af",
    "lowpass=f=7000:p=2,lowpass=f=7000",
    "-c:a",
    "libopus",
  ],
  [
    "swelling.webm",
    () => lavfi("aevalsrc='0.9*sin(t*t*600)*t/8|0.9*cos(t*t*500)*t/8':s=48000:d=8"),
    "-c:a",
    "libopus",
  ],
];

describe("loudness is what ffmpeg's ebur128 measures, to 0.2 LU", () => {
  const each = files.map(([name, input, ...args]) => ({ name, input, args }));
  test.each(each)("$name", async ({ name, input, args }) => {
    const path = at(name.replaceAll(" ", "-"));
    await ffmpeg(...input(at("voice.wav")), ...args, path);
    const to = `${path}.out.mp3`;
    for (const treatment of ["auto", "speech", "music"] as const) {
      const [made] = await converter.convert({ path, parts: [{ to }], treatment });
      if (made?.ok !== true) throw new Error(`refused: ${made?.why}`);
      expect(Math.abs((await loudnessByFfmpeg(to)) - (made.lufs ?? 0)), treatment).toBeLessThanOrEqual(0.2);
    }
    const [kept] = await converter.convert({ path, parts: [{ to }], treatment: "keep" });
    if (kept?.ok !== true) throw new Error(`refused: ${kept?.why}`);
    expect(Math.abs((await loudnessByFfmpeg(path)) - (kept.lufs ?? 0)), "as it came").toBeLessThanOrEqual(
      0.2,
    );
  });
});
