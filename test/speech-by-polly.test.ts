import { afterAll, beforeAll, expect, test } from "vitest";
import { createPollySpeech } from "../src/adapters/aws/polly/speech.ts";
import { speechContract } from "../src/ports/speech.contract.ts";
import { startPolly } from "./emulators/polly.ts";
import { signedTo } from "./emulators/signed-to.ts";

let polly: Awaited<ReturnType<typeof startPolly>>;
beforeAll(async () => {
  polly = await startPolly();
});
afterAll(() => polly[Symbol.asyncDispose]());
const speech = () => createPollySpeech(signedTo(() => polly.endpoint));

speechContract("Polly", speech);

test("what would be markup is spoken as text", async () => {
  const { samples } = await speech().synthesize({ text: 'Tom & "Jerry" <3\u0000', voiceId: "Amy" });
  expect(samples.length).toBeGreaterThan(1000);
});

test("all pages of voices are listed", async () => {
  expect((await speech().voices()).map(({ id }) => id)).toEqual(["Amy", "Brian"]);
});
