import { expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createLameEncoder } from "../../src/adapters/wasm/mp3-encoder.ts";
import { createSoundDecoder } from "../../src/adapters/wasm/sound-decoder.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { speakText } from "../../src/usecases/speech/speak-text.ts";
import { createYotoSpeech } from "../../src/usecases/speech/yoto-speech.ts";
import { startLinkedWorld } from "./linked-world.ts";

async function aSpeakingWorld() {
  const world = await startLinkedWorld();
  const port = Number(new URL(world.yoto.url).port);
  const speech = createYotoSpeech({
    ...world.tokenDeps,
    cloud: world.cloud,
    web: createWeb({ mayReach: (_, at) => at === port }),
    decoder: createSoundDecoder(),
  });
  return { ...world, speech };
}

test("Yoto's voices are offered once a family is linked that lets us make cards", async () => {
  await using world = await aSpeakingWorld();
  expect(await world.speech.voices()).toEqual([]);
  await expect(world.speech.synthesize({ text: "Hello", voiceId: "JBFqnCBsd6RMkjVDRZzb" })).rejects.toThrow(
    "link one, or choose another voice",
  );
  const { id } = await world.link();
  expect((await world.speech.voices()).map(({ name }) => name)).toContain("George");
  await expect(world.speech.synthesize({ text: "Hello", voiceId: "nobody" })).rejects.toThrow("no voice");
  const found = await world.accounts.get(id);
  const scopes = found?.value.scopes.filter((scope) => scope !== "user:content:manage") ?? [];
  await world.accounts.link({
    id,
    linkedBy: found?.value.linkedBy as never,
    scopes,
    tokens: found?.value.tokens as never,
  });
  expect(await world.speech.voices()).toEqual([]);
});

test("Yoto speaks a text as long as it takes, once, and no card of it is left with the family", async () => {
  await using world = await aSpeakingWorld();
  const { accessToken } = await world.link();
  await using encoder = createLameEncoder();
  const before = (await world.cloud.cards(accessToken)).length;
  const deps = { speech: world.speech, encoder, files: createMemoryAudioFiles() };
  const request = { text: "The little fox counts the waves of the sea.", voiceId: "JBFqnCBsd6RMkjVDRZzb" };
  const spoken = await speakText(deps, request);
  if (!spoken.ok) throw new Error(spoken.why);
  const place = await deps.files.locate(spoken.keys[0] ?? "", 60);
  // Nine words at 0.4 s each, and the pause behind them, at 64 kbit/s.
  expect(((place?.bytes ?? 0) * 8) / 64_000).toBeCloseTo(9 * 0.4 + 0.6, 0);
  expect((await world.cloud.cards(accessToken)).filter(({ deleted }) => !deleted)).toHaveLength(before);
  const jobs = () =>
    world.yoto.journal
      .entries()
      .filter(
        (entry) => entry.kind === "http" && entry.method === "POST" && entry.url.includes("/content/job"),
      );
  expect(jobs()).toHaveLength(1);
  expect((await speakText(deps, request)).ok).toBe(true);
  expect(jobs()).toHaveLength(1);
});

test("what Yoto refuses is told in a sentence", async () => {
  await using world = await aSpeakingWorld();
  await world.link();
  const gone = new AbortController();
  gone.abort(new Error("changed my mind"));
  const request = { text: "Hello", voiceId: "JBFqnCBsd6RMkjVDRZzb" };
  await expect(world.speech.synthesize({ ...request, signal: gone.signal })).rejects.toThrow(
    "changed my mind",
  );
  await world.yoto[Symbol.asyncDispose]();
  await expect(world.speech.synthesize(request)).rejects.toThrow("try later or choose another voice");
});
