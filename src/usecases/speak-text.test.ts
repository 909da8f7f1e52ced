import { afterAll, expect, test } from "vitest";
import { createMemoryAudioFiles } from "../adapters/memory/audio-files.ts";
import { createLameEncoder } from "../adapters/wasm/mp3-encoder.ts";
import { createFliteSpeech } from "../adapters/wasm/speech.ts";
import { createMp3Scanner } from "../domain/audio/scan-mp3.ts";
import { speakText } from "./speak-text.ts";

const speech = createFliteSpeech();
const encoder = createLameEncoder();
afterAll(() => Promise.all([speech[Symbol.asyncDispose](), encoder[Symbol.asyncDispose]()]));

function seconds(mp3: Uint8Array): number {
  const scanner = createMp3Scanner();
  scanner.push(mp3);
  const { scanned } = scanner.end();
  return scanned.ok ? scanned.seconds : 0;
}

async function say(
  files: ReturnType<typeof createMemoryAudioFiles>,
  text: string,
  voiceId = "slt",
  rate = 1,
) {
  const spoken = await speakText({ speech, encoder, files }, { text, voiceId, rate });
  if (!spoken.ok) throw new Error(spoken.why);
  return spoken;
}

test("the same text in the same voice is made once; another voice or speed is another recording", async () => {
  const files = createMemoryAudioFiles();
  const first = await say(files, "Good night, little fox.");
  const again = await say(files, "Good  night,\nlittle fox.");
  expect([first.fromCache, again.fromCache]).toEqual([false, true]);
  expect(Buffer.compare(first.mp3, again.mp3)).toBe(0);
  expect((await say(files, "Good night, little fox.", "awb")).fromCache).toBe(false);
  const slow = await say(files, "Good night, little fox.", "slt", 0.6);
  expect(slow.fromCache).toBe(false);
  expect(seconds(slow.mp3)).toBeGreaterThan(seconds(first.mp3) * 1.3);
});

test("a paragraph ends in a pause", async () => {
  const files = createMemoryAudioFiles();
  const together = await say(files, "The fox sleeps. The sea counts.");
  const apart = await say(files, "The fox sleeps.\n\nThe sea counts.");
  expect(seconds(apart.mp3)).toBeGreaterThan(seconds(together.mp3) + 0.2);
});

test("a text without words and a voice nobody has are refused", async () => {
  const deps = { speech, encoder, files: createMemoryAudioFiles() };
  expect(await speakText(deps, { text: " … ", voiceId: "slt" })).toEqual({
    ok: false,
    why: "nothing-to-say",
  });
  expect(await speakText(deps, { text: "Hi", voiceId: "x" })).toEqual({ ok: false, why: "unknown-voice" });
});
