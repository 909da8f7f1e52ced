import { afterAll, expect, test } from "vitest";
import { speechContract } from "../../ports/speech.contract.ts";
import { createFliteSpeech } from "./speech.ts";

const speech = createFliteSpeech();
afterAll(() => speech[Symbol.asyncDispose]());

speechContract("flite", () => speech);

test("letters and signs that flite does not know do not stop it", async () => {
  const { samples } = await speech.synthesize({ text: "“Café” – naïve… 日本 👋", voiceId: "slt" });
  expect(samples.length).toBeGreaterThan(8000);
});
