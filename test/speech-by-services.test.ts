import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRecordingLog, silentLog } from "../src/adapters/memory/log.ts";
import { createElevenLabsSpeech } from "../src/adapters/speech/elevenlabs.ts";
import { createOpenAiSpeech } from "../src/adapters/speech/openai.ts";
import { severalEngines } from "../src/adapters/speech/several-engines.ts";
import { speechContract } from "../src/ports/speech.contract.ts";
import { startVoiceServices } from "./emulators/voice-services.ts";

let services: Awaited<ReturnType<typeof startVoiceServices>>;
beforeAll(async () => {
  services = await startVoiceServices();
});
beforeEach(() => services.answerWith(undefined));
afterAll(() => services[Symbol.asyncDispose]());

let now = 0;
const elevenLabs = (key = services.key) =>
  createElevenLabsSpeech({ key, url: services.url, nowMs: () => now });
const openAi = (key = services.key) => createOpenAiSpeech({ key, url: `${services.url}/v1` });
const both = () => severalEngines([{ speech: openAi() }, { prefix: "el", speech: elevenLabs() }], silentLog);

speechContract("ElevenLabs", elevenLabs);
speechContract("OpenAI", openAi);
speechContract("several engines", both);

test("all pages of ElevenLabs' voices are listed, with what is known of them", async () => {
  expect(await elevenLabs().voices()).toMatchObject([
    { id: "rachel", name: "Rachel", description: "female, american" },
    { id: "george", name: "George" },
  ]);
});

test("voices are asked for once in ten minutes, and again after a failure", async () => {
  const speech = elevenLabs();
  services.answerWith(503);
  await expect(speech.voices()).rejects.toThrow("try again later");
  services.answerWith(undefined);
  const before = services.asked.length;
  await speech.voices();
  await speech.voices();
  expect(services.asked.length - before).toBe(2); // two pages
  now += 600_000;
  await speech.voices();
  expect(services.asked.length - before).toBe(4);
});

test.each([
  [401, "check ELEVENLABS_API_KEY"],
  [429, "limit or credit is used up"],
  [500, "trouble of its own"],
  [422, "choose another voice or shorten the text"],
])("a refusal with %i says what to do next", async (status, words) => {
  const speech = elevenLabs();
  await speech.voices();
  services.answerWith(status);
  await expect(speech.synthesize({ text: "Hello", voiceId: "rachel" })).rejects.toThrow(words);
});

test("each voice is spoken by its own engine, the first engine's under their own names", async () => {
  const speech = both();
  const ids = (await speech.voices()).map(({ id }) => id);
  expect(ids.slice(0, 1)).toEqual(["alloy"]);
  expect(ids).toContain("el:george");
  services.asked.length = 0;
  await speech.synthesize({ text: "Hello", voiceId: "el:george" });
  await speech.synthesize({ text: "Hello", voiceId: "alloy" });
  expect(services.asked.map(({ path }) => path).filter((path) => path !== "/v2/voices")).toEqual([
    "/v1/text-to-speech/george",
    "/v1/audio/speech",
  ]);
});

test("an engine that is away leaves the others speaking", async () => {
  const log = createRecordingLog();
  const speech = severalEngines([{ speech: openAi() }, { prefix: "el", speech: elevenLabs("wrong") }], log);
  expect((await speech.voices()).map(({ id }) => id)).toEqual((await openAi().voices()).map(({ id }) => id));
  expect(log.lines).toMatchObject([{ fact: "voices-not-told", fields: { engine: "el" } }]);
});
