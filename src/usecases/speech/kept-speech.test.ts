import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAudioFolder } from "../../adapters/files/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createHummingSpeech } from "../../adapters/memory/speech.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { forgetOldSpeech, speechKept } from "./kept-speech.ts";
import { speakText } from "./speak-text.ts";

let folder: string;
const encoder = createLameEncoder();
const day = 86_400;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-speech-"));
});
afterAll(async () => {
  await encoder[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test("speech is kept for thirty days, told with its size, and spoken anew after that", async () => {
  const files = await openAudioFolder(folder);
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const speech = createHummingSpeech();
  const speak = (text: string) => speakText({ speech, encoder, files }, { text, voiceId: "one" });
  const keysOf = async (text: string) => {
    const spoken = await speak(text);
    return spoken.ok ? spoken.keys : [];
  };
  const [old = ""] = await keysOf("Once upon a time.");
  const [young = ""] = await keysOf("The end.");
  const age = async (key: string, days: number) => {
    const at = clock.nowMs() / 1000 - days * day;
    for (const file of [key, key.replace(/mp3$/, "txt")]) await utimes(join(folder, file), at, at);
  };
  await age(old, 31);
  await age(young, 29);
  const bytes = (await files.list("speech/")).reduce((sum, file) => sum + file.bytes, 0);
  expect(await speechKept(files)).toEqual({ files: 4, bytes });

  expect(await forgetOldSpeech({ files, clock })).toBe(2);
  expect((await files.list("")).map(({ key }) => key)).toContain(young);
  const said = speech.said.length;
  expect(await speak("The end.")).toMatchObject({ fromCache: true });
  expect(await speak("Once upon a time.")).toMatchObject({ fromCache: false, keys: [old] });
  expect(speech.said.length).toBe(said + 1);
});
