import { afterAll, expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { createHummingSpeech } from "../../adapters/memory/speech.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { createFliteSpeech } from "../../adapters/wasm/speech.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import type { Speech } from "../../ports/speech.ts";
import { speakText, spokenBytes } from "./speak-text.ts";

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
  by: Speech = speech,
) {
  const spoken = await speakText({ speech: by, encoder, files }, { text, voiceId, rate });
  if (!spoken.ok) throw new Error(spoken.why);
  const mp3 = new Uint8Array(await new Response(spokenBytes(files, spoken.keys)).arrayBuffer());
  return { ...spoken, mp3 };
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

test("a text in letters that no English voice knows is refused instead of becoming a silent recording", async () => {
  const deps = { speech, encoder, files: createMemoryAudioFiles() };
  const say = (text: string) => speakText(deps, { text, voiceId: "slt" });
  expect(await say("מעשה בשועל")).toEqual({ ok: false, why: "nothing-to-say" });
  expect(await say("Сказка о лисе")).toEqual({ ok: false, why: "nothing-to-say" });
  expect(await say("Лиса means fox")).toMatchObject({ ok: true });
  expect(await say("1 2 3")).toMatchObject({ ok: true });
});

test("a long text is kept in portions that join without a gap; one sentence changed is one portion spoken again", async () => {
  const files = createMemoryAudioFiles();
  const humming = createHummingSpeech();
  const paragraph = (number: number) =>
    `${"The little fox counts the waves of the sea. ".repeat(12)} ${number}.`;
  const text = (last: number) => [...Array(14).keys(), last].map(paragraph).join("\n\n");
  const first = await say(files, text(99), "one", 1, humming);
  expect(first.keys.length).toBeGreaterThan(1);
  expect(first.lines.at(-1)?.text).toContain("99");
  const parts = await Promise.all(
    first.keys.map(async (key) =>
      seconds(new Uint8Array(await new Response(await files.read(key)).arrayBuffer())),
    ),
  );
  expect(seconds(first.mp3)).toBeCloseTo(
    parts.reduce((sum, each) => sum + each, 0),
    3,
  );
  const again = await say(files, text(98), "one", 1, humming);
  expect(again.fromCache).toBe(false);
  expect(again.keys.filter((key) => !first.keys.includes(key))).toHaveLength(1);
});

test("every sentence is told with the moment at which it begins", async () => {
  const files = createMemoryAudioFiles();
  const { lines, mp3 } = await say(files, "The fox sleeps.\n\nThe sea counts its waves. It never ends.");
  expect(lines.map(({ text }) => text)).toEqual([
    "The fox sleeps.",
    "The sea counts its waves.",
    "It never ends.",
  ]);
  const starts = lines.map(({ startSeconds }) => startSeconds);
  expect(starts[0]).toBe(0);
  expect(starts[1]).toBeGreaterThan(1);
  expect(starts[2]).toBeGreaterThan((starts[1] ?? 0) + 0.8);
  expect(starts[2]).toBeLessThan(seconds(mp3));
  expect((await say(files, "The fox sleeps.\n\nThe sea counts its waves. It never ends.")).lines).toEqual(
    lines,
  );
});
